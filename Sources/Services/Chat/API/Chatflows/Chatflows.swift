package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The chatflows that the caller may ask (C24): the campus tutor, those assigned to them, and the tutors of their
/// courses.
package struct ListMyChatflows: Endpoint {
    package static let route = Route.get(
        "/api/v1/chatflows/my-chatflows",
        "The chatflows that the caller may ask.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package typealias Response = [MyChatflow]

    package init() {}
}

/// A chatflow as whoever may ask it sees it.
package struct MyChatflow: Codable, Sendable {
    package var id: String
    package var name: String
    package var description: String
    @OrNull package var category: String?
    /// `CHATFLOW`, `AGENTFLOW` and what else Flowise has; `MODEL`; `TUTOR` for those that are the campus's own.
    package var type: String
    package var deployed: Bool
    /// `null` for those that nobody has to be given.
    @OrNull package var assignedAt: Date?

    package init(
        id: String,
        name: String,
        description: String,
        category: String?,
        type: String,
        deployed: Bool,
        assignedAt: Date?
    ) {
        (self.id, self.name, self.description) = (id, name, description)
        (self.category, self.type, self.deployed, self.assignedAt) = (category, type, deployed, assignedAt)
    }
}

/// The same chatflows, in fewer words (C23).
package struct ListChatflows: Endpoint {
    package static let route = Route.get(
        "/api/v1/chatflows",
        "The chatflows that the caller may ask, in few words.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package typealias Response = [Item]

    package init() {}

    package struct Item: Codable, Sendable {
        package var id: String
        package var name: String
        package var description: String
        package var isPublic: Bool

        package init(id: String, name: String, description: String, isPublic: Bool) {
            (self.id, self.name, self.description, self.isPublic) = (id, name, description, isPublic)
        }
    }
}

/// One of them (C25).
package struct GetChatflow: Endpoint {
    package static let route = Route.get(
        "/api/v1/chatflows/{chatflow_id}",
        "A chatflow that the caller may ask.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package var chatflowID: ChatflowID

    package struct Response: Codable, Sendable {
        package var id: String
        package var name: String
        package var description: String
        @OrNull package var category: String?
        package var type: String
        package var deployed: Bool
        /// When it was made and last changed, where that is known.
        @OrNull package var created: Date?
        @OrNull package var updated: Date?

        package init(_ flow: MyChatflow, created: Date?, updated: Date?) {
            (id, name, description) = (flow.id, flow.name, flow.description)
            (category, type, deployed) = (flow.category, flow.type, flow.deployed)
            (self.created, self.updated) = (created, updated)
        }
    }
}

/// How a chatflow wants to be shown (C26): what its server says of it for clients, without prompts and keys.
///
/// 503 while its server is away or is not set up, 504 when it does not answer in time, 502 when it answers something
/// else.
package struct GetChatflowConfiguration: Endpoint {
    package static let route = Route.get(
        "/api/v1/chatflows/{chatflow_id}/config",
        "How a chatflow wants to be shown.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package typealias Response = JSON
    package var chatflowID: ChatflowID
}

/// The ids of the chatflows that the caller may ask (C13).
package struct ListAssignedChatflows: Endpoint {
    package static let route = Route.get(
        "/api/v1/chat/my-assigned-chatflows",
        "The ids of the chatflows that the caller may ask.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var assignedChatflowIDs: [String]
        package var count: Int

        package init(_ ids: [String]) { (assignedChatflowIDs, count) = (ids, ids.count) }
    }
}
