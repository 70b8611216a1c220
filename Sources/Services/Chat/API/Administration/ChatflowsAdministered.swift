import Events
package import FoundationEssentials
package import Values

/// Somebody has changed who may ask whom, or what there is to ask: for the school's audit log.
package struct ChatflowsAdministered: Event {
    package static let name = "chat.chatflows_administered"

    package var action: Action
    package var actorID: UserID
    /// Whom it concerns, by their addresses; nobody where it is about chatflows only.
    package var subjects: [Email]
    /// What else there is to say, in a few words: ids and counts.
    package var detail: String
    /// Where the request came from.
    package var address: String?
    package var userAgent: String?
    package var requestID: String
    package var occurredAt: Date

    /// What was done.
    package enum Action: String, Codable, Sendable, CaseIterable {
        case chatflowsSynced = "chatflows_synced"
        case chatflowAssigned = "chatflow_assigned"
        case chatflowUnassigned = "chatflow_unassigned"
        case assignmentsCleaned = "chatflow_assignments_cleaned"
        case courseTutorChanged = "course_tutor_changed"
        case courseTutorRemoved = "course_tutor_removed"
    }

    package init(
        _ action: Action,
        by actorID: UserID,
        about subjects: [Email],
        detail: String,
        address: String?,
        userAgent: String?,
        requestID: String,
        at occurredAt: Date
    ) {
        (self.action, self.actorID, self.subjects, self.detail) = (action, actorID, subjects, detail)
        (self.address, self.userAgent, self.requestID) = (address, userAgent, requestID)
        self.occurredAt = occurredAt
    }
}
