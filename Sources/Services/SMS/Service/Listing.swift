import Endpoints
import FoundationEssentials
import Postgres
import SMSAPI
import Values

extension SMSService {
    func list(_ request: ListTextMessages, _ call: Call) async throws -> ListTextMessages.Response {
        let limit = request.limit?.value ?? 50
        let offset = ((request.page?.value ?? 1) - 1) * limit
        return try await call.read { transaction in
            let total = try transaction.value(
                """
                select count(*) from sms.messages
                where (\(request.status?.rawValue) is null or status = \(request.status?.rawValue))
                    and (\(request.userID) is null or user_id = \(request.userID))
                """,
                as: Int.self
            )
            let messages: [TextMessage] = try transaction.all(
                """
                select id, kind, recipient, user_id, status, failure, attempts, provider, cost_micros, currency,
                    created_at, sent_at, settled_at
                from sms.messages
                where (\(request.status?.rawValue) is null or status = \(request.status?.rawValue))
                    and (\(request.userID) is null or user_id = \(request.userID))
                order by created_at desc, id desc
                limit \(limit) offset \(offset)
                """
            )
            return ListTextMessages.Response(messages: messages, total: total ?? 0)
        }
    }

    func showProvider(
        _ request: GetTextMessageProvider,
        _ call: Call
    ) async throws -> GetTextMessageProvider.Response {
        GetTextMessageProvider.Response(provider: provider.name, callbackURL: callback?.address)
    }
}
