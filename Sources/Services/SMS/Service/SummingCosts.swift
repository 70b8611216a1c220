import Endpoints
import FoundationEssentials
import Postgres
import SMSAPI
import Values

extension SMSService {
    func costs(_ request: GetTextMessageCosts, _ call: Call) async throws -> GetTextMessageCosts.Response {
        let month = try request.month ?? Month(parsing: String(Timestamp.text(call.now).prefix(7)))
        return try await call.read { transaction in
            let first = month.text + "-01T00:00:00Z"
            let counts: MonthCounts? = try transaction.first(
                """
                select count(*) filter (where status = 'queued') as queued,
                    count(*) filter (where status = 'sent') as sent,
                    count(*) filter (where status = 'delivered') as delivered,
                    count(*) filter (where status = 'failed') as failed
                from sms.messages
                where created_at >= \(first)::text::timestamptz
                    and created_at < (\(first)::text::timestamptz at time zone 'UTC' + interval '1 month')
                        at time zone 'UTC'
                """
            )
            let costs: [GetTextMessageCosts.Cost] = try transaction.all(
                """
                select currency, sum(cost_micros)::bigint as amount_micros, count(*) as messages
                from sms.messages
                where currency is not null and created_at >= \(first)::text::timestamptz
                    and created_at < (\(first)::text::timestamptz at time zone 'UTC' + interval '1 month')
                        at time zone 'UTC'
                group by currency
                order by currency
                """
            )
            return GetTextMessageCosts.Response(
                month: month,
                queued: counts?.queued ?? 0,
                sent: counts?.sent ?? 0,
                delivered: counts?.delivered ?? 0,
                failed: counts?.failed ?? 0,
                costs: costs
            )
        }
    }
}

private struct MonthCounts: Decodable, Sendable {
    var queued: Int
    var sent: Int
    var delivered: Int
    var failed: Int
}
