import Access
import AuthAPI
import Endpoints

extension AuthService {
    func createUser(_ request: CreateUser, _ call: Call) async throws -> CreateUser.Response {
        let caller = try call.caller
        guard request.role != .superAdmin || caller.role == .superAdmin else { throw AuthError.roleNotAllowed }
        var user = NewUser(email: request.email, name: request.name, role: request.role)
        (user.username, user.phoneNumber, user.locale) = (request.username, request.phoneNumber, request.locale)
        user.isVerified = true
        let hash = try await hasher.hash(chosen: request.password)
        return try await call.write { [user] transaction in
            let added = try transaction.add(user, passwordHash: hash, to: caller.tenantID, at: call.now)
            let entry = AuditEntry(action: .userCreated, actor: caller.userID, subject: added.email)
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            return CreateUser.Response(user: added, message: "The account of \(added.name) is ready.")
        }
    }
}
