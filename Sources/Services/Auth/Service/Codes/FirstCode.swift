import AuthAPI
import FoundationEssentials
import Postgres
import Values

extension Transaction {
    /// Sends somebody who has registered a code to confirm their phone number with, or their e-mail address where they
    /// gave no number; returns what they are told.
    func sendFirstCode(to user: User, at now: Date, from origin: Origin) throws -> String {
        if let number = user.phoneNumber {
            try spaceCodes(.verifyPhone, for: user.id.description, in: user.tenantID, at: now)
            try textCode(.verifyPhone, to: number, of: user, at: now)
        } else {
            try mailCode(to: user, at: now)
        }
        try audit(AuditEntry(action: .codeSent, actor: user.id, subject: user.email), in: user.tenantID, from: origin)
        let destination = user.phoneNumber == nil ? "e-mail address" : "phone"
        return "A code to confirm your \(destination) is on its way."
    }
}
