import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

/// What test scripts ask that read no mail. Not among the operations but in a demo whose operator asked for it.
extension AuthService {
    func chatTestingToken(_ request: ChatTestingToken, _ call: Call) async throws -> ChatTestingToken.Response {
        let tenant = try await chatTenant
        let reference = try ChatUserReference(request.userID)
        let type = request.type ?? "email"
        guard let purpose = ["email": AccountTokenPurpose.verifyEmail, "password-reset": .resetPassword][type] else {
            throw ChatRefusal.invalidType
        }
        return try await database.tenant(tenant) { transaction in
            let account = try transaction.chatAccount(reference, of: tenant)
            let expires: Date? = try transaction.value(
                """
                select expires_at from auth.account_tokens
                where tenant_id = \(tenant) and user_id = \(account.id) and purpose = \(purpose) and used_at is null
                    and expires_at > \(call.now)
                """
            )
            guard let expires else { throw ChatRefusal.tokenNotFound }
            let token = try transaction.issueToken(
                purpose,
                to: .user(account.id),
                at: account.email,
                in: tenant,
                validFor: .seconds(expires.timeIntervalSince(call.now)),
                now: call.now
            )
            return ChatTestingToken.Response(token: token.text, expires: expires, type: type)
        }
    }

    func chatTestingVerify(_ request: ChatTestingVerify, _ call: Call) async throws -> ChatTestingVerify.Response {
        let tenant = try await chatTenant
        let reference = try ChatUserReference(request.userID)
        return try await database.tenant(tenant) { transaction in
            let account = try transaction.chatAccount(reference, of: tenant)
            _ = try transaction.verify(account.email, of: account.id, in: tenant, at: call.now)
            try transaction.execute(
                """
                delete from auth.account_tokens
                where tenant_id = \(tenant) and user_id = \(account.id) and purpose = 'verify_email'
                    and used_at is null
                """
            )
            return ChatTestingVerify.Response(account.user)
        }
    }
}
