import Access
import AuthAPI
import Endpoints
import Postgres

extension AuthService {
    func currentUser(_ request: GetCurrentUser, _ call: Call) async throws -> GetCurrentUser.Response {
        let caller = try call.caller
        let user = try await call.school.first(.user(caller.userID, of: caller.tenantID), as: User.self)
        guard let user else { throw Problem.unauthorized("The token is not valid.", code: "invalid_token") }
        return GetCurrentUser.Response(user: user)
    }
}
