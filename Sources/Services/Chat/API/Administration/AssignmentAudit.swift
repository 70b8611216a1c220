package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// Assignments that mean nothing any more (C36): of people who are gone or may not sign in, of chatflows that were
/// deleted. With `chatflow_id`, of that chatflow only.
package struct AuditChatflowUsers: Endpoint {
    package static let route = Route.get(
        "/api/v1/admin/chatflows/audit-users",
        "Assignments that mean nothing any more.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package var chatflowID: ChatflowID?

    package struct Response: Codable, Sendable {
        package var totalAssignmentsChecked: Int
        package var validAssignments: Int
        package var invalidAssignments: Int
        package var invalidAssignmentDetails: [InvalidAssignment]
        package var auditTimestamp: Date

        package init(checked: Int, invalid: [InvalidAssignment], at now: Date) {
            (totalAssignmentsChecked, validAssignments) = (checked, checked - invalid.count)
            (invalidAssignments, invalidAssignmentDetails, auditTimestamp) = (invalid.count, invalid, now)
        }
    }
}

/// An assignment that means nothing, and why.
package struct InvalidAssignment: Codable, Sendable {
    package var userChatflowID: ChatDocumentID
    package var externalUserID: ChatUserID
    package var chatflowID: String
    package var chatflowName: String
    /// `user_not_found`, `user_inactive` or `chatflow_deleted`.
    package var issueType: String
    package var details: String

    package init(
        _ chatflow: ChatflowRowID,
        _ user: UserID,
        flow: (id: String, name: String),
        issue issueType: String,
        details: String
    ) {
        (userChatflowID, externalUserID) = (ChatDocumentID(chatflow, with: user), ChatUserID(user))
        (chatflowID, chatflowName) = flow
        (self.issueType, self.details) = (issueType, details)
    }
}

/// Ends assignments that mean nothing any more, or says which it would end (C37).
package struct CleanUpChatflowUsers: Endpoint {
    package static let route = Route.post(
        "/api/v1/admin/chatflows/cleanup-users",
        "Ends assignments that mean nothing any more.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.admin)
    package static var unknownNames: UnknownNames { .ignored }
    /// `deactivate_invalid` when left out.
    package var action: Action?
    /// The chatflows to look at; all when left out.
    package var chatflowIDs: [ChatflowID]?
    /// `true` when left out: nothing is changed.
    package var dryRun: Bool?

    /// What is done with such an assignment.
    package enum Action: String, Codable, Sendable, CaseIterable {
        /// It ends; giving it again revives it.
        case deactivate = "deactivate_invalid"
        /// It goes, and so do those that ended before.
        case delete = "delete_invalid"
    }

    package struct Response: Codable, Sendable {
        package var totalRecordsProcessed: Int
        package var recordsDeactivated = 0
        package var recordsDeleted = 0
        package var errors: [String] = []
        package var dryRun: Bool
        package var cleanupTimestamp: Date
        package var invalidAssignmentsFound: [InvalidAssignment]

        package init(processed: Int, found: [InvalidAssignment], dryRun: Bool, at now: Date) {
            (totalRecordsProcessed, invalidAssignmentsFound) = (processed, found)
            (self.dryRun, cleanupTimestamp) = (dryRun, now)
        }
    }
}
