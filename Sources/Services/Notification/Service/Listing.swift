import Access
import Endpoints
import FoundationEssentials
import NotificationAPI
import Postgres
import Values

extension NotificationService {
    func list(_ request: ListNotifications, _ call: Call) async throws -> ListNotifications.Response {
        let me = try call.caller.userID
        let listing = Listing(me: me, status: request.status ?? .all, limit: request.limit?.value ?? 50)
        let rows = try await call.read { transaction in
            guard let child = request.studentID, child != me else { return try listing.own(in: transaction) }
            return try listing.concerning(child, in: transaction)
        }
        return ListNotifications.Response(
            notifications: rows.compactMap(\.notification),
            unreadCount: rows.first?.unreadCount ?? 0
        )
    }
}

/// What one person asks to see.
private struct Listing: Sendable {
    let me: UserID
    let status: ReadStatus
    let limit: Int

    /// What they were told.
    func own(in transaction: borrowing Transaction) throws -> [ListedNotification] {
        try transaction.all(
            """
            select mine.unread_count, listed.*
            from (
                select count(*) as unread_count from notification.notifications
                where user_id = \(me) and read_at is null
            ) mine
            left join lateral (
                select id, type, title, message, read_at is not null as read, created_at, action_url
                from notification.notifications
                where user_id = \(me)
                    and (\(status == .all) or (read_at is not null) = \(status == .read))
                order by created_at desc, id desc
                limit \(limit)
            ) listed on true
            order by listed.created_at desc, listed.id desc
            """
        )
    }

    /// What they were told about a child of theirs, and what the child was told itself; of what both were told, only
    /// their own.
    func concerning(_ child: UserID, in transaction: borrowing Transaction) throws -> [ListedNotification] {
        let isTheirs = try transaction.value(
            """
            select exists (
                select from enrollment.public_guardianships where guardian_id = \(me) and student_id = \(child)
            )
            """,
            as: Bool.self
        )
        guard isTheirs == true else { throw NotificationError.unknownStudent }
        return try transaction.all(
            """
            select mine.unread_count, listed.*
            from (
                select count(*) as unread_count from notification.notifications
                where user_id = \(me) and read_at is null
            ) mine
            left join lateral (
                select id, type, title, message, read_at is not null as read, created_at, action_url
                from notification.notifications notification
                where (
                        (user_id = \(me) and student_id = \(child))
                        or (user_id = \(child) and not exists (
                            select from notification.notifications own
                            where own.tenant_id = notification.tenant_id and own.event_id = notification.event_id
                                and own.user_id = \(me)
                        ))
                    )
                    and (\(status == .all) or (read_at is not null) = \(status == .read))
                order by created_at desc, id desc
                limit \(limit)
            ) listed on true
            order by listed.created_at desc, listed.id desc
            """
        )
    }
}

/// A row of the list. There is always one, for the count; without a notification when the list is empty.
private struct ListedNotification: Decodable, Sendable {
    var unreadCount: Int
    var id: NotificationID?
    var type: NotificationType?
    var title: String?
    var message: String?
    var read: Bool?
    var createdAt: Date?
    var actionURL: String?

    var notification: InAppNotification? {
        guard let id, let type, let title, let message, let read, let createdAt else { return nil }
        return InAppNotification(
            id: id,
            type: type,
            title: title,
            message: message,
            read: read,
            createdAt: createdAt,
            actionURL: actionURL
        )
    }
}
