package import Access
package import Endpoints

extension Auth {
    /// The same people for the chat platform's clients and scripts, in their words and on their port, under `/api`.
    ///
    /// One school is the chat platform's (`ELYMICA_CHAT_TENANT`); its students and parents are `enduser`s, its teachers
    /// `supervisor`s, its admins `admin`s. Ids are 24 hexadecimal digits; UUIDs are understood as well. Somebody signs
    /// in here only with a verified address. Not reachable through the gateway, whose `/api/auth` is the portals'.
    package static let chatPlatform = ServiceIdentity(
        "chat-auth",
        port: 3000,
        purpose: "the chat platform's accounts and sign-in",
        paths: []
    )
}

/// Whether the port answers.
package struct ChatHealth: Endpoint {
    package static let route = Route.get(
        "/health",
        "Whether this port answers.",
        dialect: .chatAuth,
        aliases: ["/api/health"]
    )
    package static let access = Access.anyone

    package init() {}

    package struct Response: Codable, Sendable {
        package var status: String
        package init() { status = "ok" }
    }
}
