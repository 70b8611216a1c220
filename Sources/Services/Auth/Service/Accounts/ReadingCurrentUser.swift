import Access
import AuthAPI
import Endpoints
import Postgres

extension AuthService {
    func currentUser(_ request: GetCurrentUser, _ call: Call) async throws -> GetCurrentUser.Response {
        let caller = try call.caller
        let user = try await call.read { try $0.user(caller.userID, of: caller.tenantID) }
        guard let user else { throw Problem.unauthorized("The token is not valid.", code: "invalid_token") }
        return GetCurrentUser.Response(user: user)
    }
}
