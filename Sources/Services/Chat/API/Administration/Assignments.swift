package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// Who may ask a chatflow (C31).
package struct ListChatflowUsers: Endpoint {
    package static let route = Route.get(
        "/api/v1/admin/chatflows/{flowise_id}/users",
        "Who may ask a chatflow.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package typealias Response = [User]
    package var flowiseID: ChatflowID

    package struct User: Codable, Sendable {
        package var username: String
        package var email: Email
        package var externalUserID: ChatUserID
        /// `enduser`, `supervisor` or `admin`.
        package var role: String
        package var assignedAt: Date

        package init(_ id: UserID, username: String, email: Email, role: Role, assignedAt: Date) {
            (externalUserID, self.username, self.email) = (ChatUserID(id), username, email)
            (self.role, self.assignedAt) = (role.chatName, assignedAt)
        }
    }
}

/// Lets somebody ask a chatflow (C32).
package struct AssignChatflow: Endpoint {
    package static let route = Route.post(
        "/api/v1/admin/chatflows/{flowise_id}/users",
        "Lets somebody ask a chatflow.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = AssignmentChange
    package var flowiseID: ChatflowID
    package var email: Email
}

/// Lets somebody ask a chatflow no more (C33). The address may stand in the query or in a body.
package struct UnassignChatflow: Endpoint {
    package static let route = Route.delete(
        "/api/v1/admin/chatflows/{flowise_id}/users",
        "Lets somebody ask a chatflow no more.",
        dialect: .chatProxy,
        takesBody: true
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package static var queryNames: Set<String> { ["email"] }
    package typealias Response = AssignmentChange
    package var flowiseID: ChatflowID
    package var email: Email
}

/// What became of one assignment.
package struct AssignmentChange: Codable, Hashable, Sendable {
    package var email: Email
    /// `Assigned`, `Reactivated`, `No Action`, `Deactivated`, `Failed`.
    package var status: String
    package var message: String

    package init(_ email: Email, _ status: String, _ message: String) {
        (self.email, self.status, self.message) = (email, status, message)
    }
}

/// Lets many people ask a chatflow (C34), at most 1,000 at once. An address that is none refuses all.
package struct AssignChatflowToMany: Endpoint {
    package static let route = Route.post(
        "/api/v1/admin/chatflows/{flowise_id}/users/bulk-add",
        "Lets many people ask a chatflow.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = AssignmentChanges
    package var flowiseID: ChatflowID
    package var emails: [Email]
}

/// The same with the chatflow in the body (C35).
package struct AddUsersByEmail: Endpoint {
    package static let route = Route.post(
        "/api/v1/admin/chatflows/add-users-by-email",
        "Lets many people ask a chatflow.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = AssignmentChanges
    package var emails: [Email]
    package var chatflowID: ChatflowID
}

/// What became of many.
package struct AssignmentChanges: Codable, Sendable {
    package var successfulAssignments: [AssignmentChange]
    package var failedAssignments: [AssignmentChange]

    package init(_ changes: [AssignmentChange]) {
        successfulAssignments = changes.filter { $0.status != "Failed" }
        failedAssignments = changes.filter { $0.status == "Failed" }
    }
}

/// Finds somebody by their address (C38). People are those of the school, so nothing has to be copied.
package struct SyncUserByEmail: Endpoint {
    package static let route = Route.post(
        "/api/v1/admin/users/sync-by-email",
        "Finds somebody by their address.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    package var email: Email

    package struct Response: Codable, Sendable {
        package var status: String
        package var message: String
        package var userDetails: Details

        package init(_ details: Details) {
            (status, message, userDetails) = ("success", "User found.", details)
        }
    }

    package struct Details: Codable, Sendable {
        package var id: ChatUserID
        package var username: String
        package var email: Email
        package var role: String
        package var isActive: Bool
        package var externalID: ChatUserID
        package var createdAt: Date
        package var updatedAt: Date

        package init(
            _ id: UserID,
            username: String,
            email: Email,
            role: Role,
            isActive: Bool,
            createdAt: Date,
            updatedAt: Date
        ) {
            (self.id, externalID, self.username, self.email) = (ChatUserID(id), ChatUserID(id), username, email)
            (self.role, self.isActive) = (role.chatName, isActive)
            (self.createdAt, self.updatedAt) = (createdAt, updatedAt)
        }
    }
}
