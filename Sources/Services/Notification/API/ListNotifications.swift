package import Access
package import Endpoints
package import Values

/// What the caller was told, newest first. All portals ask every 30 seconds.
///
/// With `student_id`, what concerns that child: what the caller was told about them, and what the child was told. Only
/// guardians of the child, and the child itself, may ask that; anybody else gets 404.
package struct ListNotifications: Endpoint {
    package static let route = Route.get(
        "/notifications",
        "What the caller was told, newest first.",
        aliases: ["/api/notifications"]
    )
    package static let access = Access.signedIn

    /// `all` unless told.
    package var status: ReadStatus?
    /// 50 unless told.
    package var limit: PageLimit?
    package var studentID: UserID?

    package init(status: ReadStatus? = nil, limit: PageLimit? = nil, studentID: UserID? = nil) {
        (self.status, self.limit, self.studentID) = (status, limit, studentID)
    }

    package struct Response: Codable, Sendable {
        package var notifications: [InAppNotification]
        /// How many of the caller's own are unread in all, whatever was asked for.
        package var unreadCount: Int

        package init(notifications: [InAppNotification], unreadCount: Int) {
            (self.notifications, self.unreadCount) = (notifications, unreadCount)
        }
    }
}

/// Which notifications to list.
package enum ReadStatus: String, Codable, Hashable, Sendable, CaseIterable {
    case unread
    case read
    case all
}
