import Access
import Endpoints
import NotificationAPI
import Postgres
import Values

extension NotificationService {
    func listDeliveries(_ request: ListDeliveries, _ call: Call) async throws -> ListDeliveries.Response {
        let caller = try call.caller
        let user = request.userID ?? caller.userID
        let isAdmin = caller.role == .admin || caller.role == .superAdmin
        guard user == caller.userID || isAdmin else { throw NotificationError.notYourMails }
        let limit = request.limit?.value ?? 50
        return try await call.read { transaction in
            ListDeliveries.Response(
                deliveries: try transaction.all(
                    """
                    select id, kind, subject, status, attempts, created_at, sent_at
                    from notification.deliveries
                    where user_id = \(user)
                    order by created_at desc, id desc
                    limit \(limit)
                    """
                )
            )
        }
    }
}
