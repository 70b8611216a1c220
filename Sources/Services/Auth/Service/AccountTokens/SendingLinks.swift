import AuthAPI
import Events
import FoundationEssentials
import Postgres
import Values

/// A link that somebody asked for by an address, whether anybody has it or not.
///
/// It is looked up and sent apart from the request, so that asking takes the same work for every address.
struct SendLink: Job {
    static let name = "auth.send_link"

    var purpose: AccountTokenPurpose
    var email: Email
}

extension AuthService {
    func send(_ link: SendLink, _ run: JobRun) async throws {
        try await run.database.tenant(run.tenant) { transaction in
            let id: UserID? = try transaction.value(
                """
                select u.id from auth.users u
                join auth.tenants t on t.id = u.tenant_id
                where u.tenant_id = \(run.tenant) and u.email = \(link.email) and u.status = 'active'
                    and t.status = 'active'
                    and (\(link.purpose) <> 'verify_email' or u.email_verified_at is null)
                """
            )
            guard let id, let user = try transaction.user(id, of: run.tenant) else { return }
            try transaction.sendLink(for: link.purpose, to: user, now: Date())
        }
    }
}

extension Transaction {
    /// Leaves a link to be sent to an address; one a minute at most for each address and purpose, however often it is
    /// asked for.
    func requestLink(for purpose: AccountTokenPurpose, to email: Email, now: Date) throws {
        let minute = Int(now.timeIntervalSince1970 / 60)
        try enqueue(SendLink(purpose: purpose, email: email), key: "\(purpose.rawValue) \(email) \(minute)")
    }

    /// Mails somebody a link. Those they got before for the same purpose are dead.
    func sendLink(for purpose: AccountTokenPurpose, to user: User, now: Date) throws {
        let token = try issueToken(purpose, to: .user(user.id), at: user.email, in: user.tenantID, now: now)
        var mail = AccountMailRequested(purpose == .verifyEmail ? .verifyEmail : .resetPassword, to: user)
        mail.link = purpose.link(with: token)
        mail.validForMinutes = purpose.lifetime.wholeMinutes
        try announce(mail)
    }
}

extension AccountTokenPurpose {
    /// The page that uses the token, below the gateway's address.
    func link(with token: AccountToken) -> String {
        switch self {
        case .resetPassword: "/reset-password?token=\(token.text)"
        case .verifyEmail: "/verify-email?token=\(token.text)"
        case .invitation: "/accept-invitation?token=\(token.text)"
        }
    }
}

extension Duration {
    var wholeMinutes: Int { Int(self / .seconds(60)) }
}
