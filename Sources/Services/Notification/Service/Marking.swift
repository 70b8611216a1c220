import Access
import Endpoints
import NotificationAPI
import Postgres
import Values

extension NotificationService {
    func markRead(_ id: NotificationID, _ call: Call) async throws -> Acknowledged {
        let me = try call.caller.userID
        return try await call.write { transaction in
            let marked = try transaction.execute(
                """
                update notification.notifications set read_at = coalesce(read_at, now())
                where id = \(id) and user_id = \(me)
                """
            )
            guard marked == 1 else { throw NotificationError.unknownNotification }
            return Acknowledged("The notification is marked as read.")
        }
    }

    func markAllRead(_ request: MarkAllNotificationsRead, _ call: Call) async throws -> Acknowledged {
        let me = try call.caller.userID
        return try await call.write { transaction in
            try transaction.execute(
                "update notification.notifications set read_at = now() where user_id = \(me) and read_at is null"
            )
            return Acknowledged("All notifications are marked as read.")
        }
    }

    func delete(_ request: DeleteNotification, _ call: Call) async throws -> Acknowledged {
        let me = try call.caller.userID
        return try await call.write { transaction in
            let removed = try transaction.execute(
                "delete from notification.notifications where id = \(request.notificationID) and user_id = \(me)"
            )
            guard removed == 1 else { throw NotificationError.unknownNotification }
            return Acknowledged("The notification is removed.")
        }
    }
}
