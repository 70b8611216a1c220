import AuthAPI
import Events
import FoundationEssentials
import NotificationAPI
import Postgres
import Values

extension NotificationService {
    /// A link, a code or news about an account goes by mail only: whoever should not read it may be signed in.
    var accountMails: Subscription {
        Subscription("notification.send_account_mail", to: AccountMailRequested.self) { event, delivery, transaction in
            let recipient = try Recipient.named(
                event.recipientName,
                reading: event.locale.text,
                isMember: event.userID != nil,
                in: delivery.tenant,
                transaction
            )
            let wording = AccountNotice(event, school: recipient.school).wording(in: recipient.language)
            let link = event.link.map { $0.first == "/" ? publicBaseURL + $0 : $0 }
            let mail = letters.mail(wording, to: recipient, at: event.email.text, link: link)
            try transaction.send(mail, event.kind.mail, to: event.userID, of: delivery.tenant)
        }
    }
}

extension AccountMailKind {
    /// What the record of deliveries calls it.
    fileprivate var mail: MailKind {
        switch self {
        case .verifyEmail, .emailCode: .verification
        case .resetPassword, .resetCode: .passwordReset
        case .invitation: .invitation
        case .newDevice, .passwordChanged, .sessionReused, .twoFactorChanged, .apiKeyCreated, .accountChanged:
            .security
        }
    }
}
