package import FoundationEssentials
package import Values

/// One thing that somebody is told in the campus (contract section 1.8).
package struct InAppNotification: Codable, Hashable, Sendable {
    package var id: NotificationID
    package var type: NotificationType
    package var title: String
    package var message: String
    package var read: Bool
    package var createdAt: Date
    /// Where a click leads: a path of the portal, or an address.
    package var actionURL: String?

    package init(
        id: NotificationID,
        type: NotificationType,
        title: String,
        message: String,
        read: Bool,
        createdAt: Date,
        actionURL: String?
    ) {
        (self.id, self.type, self.title, self.message) = (id, type, title, message)
        (self.read, self.createdAt, self.actionURL) = (read, createdAt, actionURL)
    }
}

/// The kinds that the portals know; anything else makes them refuse the whole list.
package enum NotificationType: String, Codable, Hashable, Sendable, CaseIterable {
    case assignmentGraded = "assignment_graded"
    case assignmentDue = "assignment_due"
    case announcement
    case message
    /// Enrolments, completions, certificates, and whatever has no kind of its own.
    case system
}
