import AuthAPI
import Events
import Logging
import Postgres
import SMSAPI
import Values

extension SMSService {
    /// A requested text becomes a message: one that waits to be sent, or one that we refuse, with the reason.
    var requests: Subscription {
        Subscription("sms.send_requested_text", to: TextMessageRequested.self) { request, delivery, transaction in
            let id = TextMessageID()
            let refusal =
                try prefixes.refusal(of: request.to)
                ?? transaction.takeFromBudgets(for: request.to, of: delivery.tenant, limits)
            try transaction.execute(
                """
                insert into sms.messages (tenant_id, id, user_id, kind, recipient, status, failure, settled_at)
                values (\(delivery.tenant), \(id), \(request.userID), \(request.kind.rawValue), \(request.to),
                    case when \(refusal?.rawValue) is null then 'queued' else 'failed' end, \(refusal?.rawValue),
                    case when \(refusal?.rawValue) is null then null else now() end)
                """
            )
            if let refusal { return report(refusal, id, delivery) }
            let text = SendText(messageID: id, to: request.to, body: request.body, validUntil: request.validUntil)
            try transaction.enqueue(text, key: id.description)
        }
    }

    /// The alarm: a budget that is spent is a bill that grows, or people who get no codes.
    private func report(_ refusal: TextRefusal, _ id: TextMessageID, _ delivery: Delivery) {
        logger.warning(
            "text message refused",
            metadata: [
                "reason": "\(refusal.rawValue)", "message_id": "\(id)", "tenant_id": "\(delivery.tenant)",
            ]
        )
    }
}
