import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func chatUpdateProfile(_ request: ChatUpdateProfile, _ call: Call) async throws -> ChatUserAnswer {
        let caller = try call.caller
        let (tenant, id) = (caller.tenantID, caller.userID)
        let username = try request.username.filled.map { text in
            guard let username = try? Username(parsing: text) else { throw ChatRefusal.invalidProfile }
            return username
        }
        let email = try request.email.filled.map { text in
            guard let email = try? Email(parsing: text) else { throw ChatRefusal.invalidProfile }
            return email
        }
        return try await call.write { transaction in
            let before = try transaction.chatAccount(ChatUserReference(id), of: tenant)
            do {
                // Nobody has shown yet that they read the mail of a new address.
                try transaction.execute(
                    """
                    update auth.users
                    set username = coalesce(\(username), username), email = coalesce(\(email), email),
                        email_verified_at = case when email = coalesce(\(email), email) then email_verified_at end
                    where tenant_id = \(tenant) and id = \(id)
                    """
                )
            } catch let error as PostgresError where error.constraint == "users_username_key" {
                throw ChatRefusal.usernameTaken
            } catch let error as PostgresError where error.constraint == "users_tenant_id_email_key" {
                throw ChatRefusal.emailTaken
            }
            let entry = AuditEntry(action: .profileChanged, actor: id, subject: before.email, session: caller.sessionID)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            if let email, email != before.email, let user = try transaction.user(id, of: tenant) {
                try transaction.sendChatCode(to: user, now: call.now)
            }
            return ChatUserAnswer(try transaction.chatAccount(ChatUserReference(id), of: tenant).user)
        }
    }
}
