package import Access
package import Endpoints

/// The chatflows that the caller may ask (C24).
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
    package var category: String?
    package var type: String
    package var deployed: Bool

    package init(id: String, name: String, description: String, category: String?, type: String, deployed: Bool) {
        (self.id, self.name, self.description) = (id, name, description)
        (self.category, self.type, self.deployed) = (category, type, deployed)
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

        package init(_ flow: MyChatflow, isPublic: Bool) {
            (id, name, description, self.isPublic) = (flow.id, flow.name, flow.description, isPublic)
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
    package typealias Response = MyChatflow
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
