package import Access
package import Endpoints
import Values

/// Who is signed in, as the chat platform's client knows people (contract section 10, point 8).
package struct GetChatCaller: Endpoint {
    package static let route = Route.get(
        "/api/v1/chat/get_current_user",
        "Who is signed in.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var id: String
        package var username: String
        package var email: String
        package var role: String

        package init(id: String, username: String, email: String, role: String) {
            (self.id, self.username, self.email, self.role) = (id, username, email, role)
        }
    }
}
