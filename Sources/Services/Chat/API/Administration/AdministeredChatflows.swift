package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// Looks up at the operator's servers what there is to ask (C27): the flows of Flowise, the models of an
/// OpenAI-compatible server.
///
/// A server that does not answer is an error in `error_details`, and what it offered stays; what a server that answers
/// lists no more is marked deleted and can be asked no more. Assignments stay either way.
package struct SyncChatflows: Endpoint {
    package static let route = Route.post(
        "/api/v1/admin/chatflows/sync",
        "Looks up what there is to ask.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }

    package init() {}

    package struct Response: Codable, Sendable {
        package var totalFetched = 0
        package var created = 0
        /// Known ones that are listed again, changed or not.
        package var updated = 0
        package var deleted = 0
        package var errors = 0
        package var errorDetails: [Failure] = []

        package init() {}

        /// Adds what went wrong.
        package mutating func fail(_ failure: Failure) {
            errors += 1
            errorDetails.append(failure)
        }
    }

    /// What could not be looked up or kept.
    package struct Failure: Codable, Hashable, Sendable {
        /// `flowise` or `openai`.
        package var server: String?
        package var flowiseID: String?
        package var error: String

        package init(server: String? = nil, flowiseID: String? = nil, error: String) {
            (self.server, self.flowiseID, self.error) = (server, flowiseID, error)
        }
    }
}

/// Every chatflow of the school (C28).
package struct ListAdministeredChatflows: Endpoint {
    package static let route = Route.get(
        "/api/v1/admin/chatflows",
        "Every chatflow of the school.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package typealias Response = [ChatflowDocument]
    package var includeDeleted: Flag?
}

/// How many there are (C29).
package struct GetChatflowStatistics: Endpoint {
    package static let route = Route.get(
        "/api/v1/admin/chatflows/stats",
        "How many chatflows the school has.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)

    package init() {}

    package struct Response: Codable, Sendable {
        package var total: Int
        package var active: Int
        package var deleted: Int
        package var error: Int
        @OrNull package var lastSync: Date?
    }
}

/// One of them (C30).
package struct GetAdministeredChatflow: Endpoint {
    package static let route = Route.get(
        "/api/v1/admin/chatflows/{flowise_id}",
        "A chatflow of the school.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package typealias Response = ChatflowDocument
    package var flowiseID: ChatflowID
}
