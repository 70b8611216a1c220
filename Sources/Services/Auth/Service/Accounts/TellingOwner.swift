import AuthAPI
import Events
import FoundationEssentials
import Postgres
import Values

extension Transaction {
    /// Mails somebody that something about their account is not what it was; goes out when this commits.
    func tell(_ user: User, of change: AccountMailKind, at now: Date) throws {
        var mail = AccountMailRequested(change, to: user)
        mail.occurredAt = now
        try announce(mail)
    }
}
