package import Access
package import Endpoints
package import Values

/// Marks one of the caller's notifications as read; again changes nothing. 404 for anybody else's.
package struct MarkNotificationRead: Endpoint {
    package static let route = Route.patch(
        "/notifications/{notification_id}/read",
        "Marks a notification as read.",
        aliases: ["/api/notifications/{notification_id}/read"]
    )
    package static let access = Access.signedIn

    package var notificationID: NotificationID

    package init(_ notificationID: NotificationID) { self.notificationID = notificationID }

    package typealias Response = Acknowledged
}

/// The same, as older documents write it.
package struct PostNotificationRead: Endpoint {
    package static let route = Route.post(
        "/api/notifications/{notification_id}/read",
        "Marks a notification as read, as older clients ask for it."
    )
    package static let access = Access.signedIn

    package var notificationID: NotificationID

    package init(_ notificationID: NotificationID) { self.notificationID = notificationID }

    package typealias Response = Acknowledged
}

/// Marks everything the caller was told as read.
package struct MarkAllNotificationsRead: Endpoint {
    package static let route = Route.patch(
        "/notifications/mark-all-read",
        "Marks all of the caller's notifications as read.",
        aliases: ["/api/notifications/mark-all-read"]
    )
    package static let access = Access.signedIn

    package init() {}

    package typealias Response = Acknowledged
}

/// Removes one of the caller's notifications. 404 for anybody else's, and for one that is gone.
package struct DeleteNotification: Endpoint {
    package static let route = Route.delete(
        "/notifications/{notification_id}",
        "Removes a notification.",
        aliases: ["/api/notifications/{notification_id}"]
    )
    package static let access = Access.signedIn

    package var notificationID: NotificationID

    package init(_ notificationID: NotificationID) { self.notificationID = notificationID }

    package typealias Response = Acknowledged
}
