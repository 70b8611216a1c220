import Events
import FoundationEssentials
import Logging
import Postgres
import SMSAPI
import Values

/// A text that waits to be sent. With the worker's pauses its attempts span two minutes; a code lives five.
struct SendText: Job {
    static let name = "sms.send_text"
    static let isSecret = true

    var messageID: TextMessageID
    var to: PhoneNumber
    var body: String
    var validUntil: Date
}

extension SMSService {
    /// Hands a text to the provider and records how that went.
    ///
    /// The provider taking it and our recording that are two steps, and providers know no idempotency key: a process
    /// killed between them sends the text again.
    func send(_ text: SendText, _ run: JobRun) async throws {
        let door = run.database.tenant(run.tenant)
        let isDue = try await door.execute(
            "update sms.messages set attempts = attempts + 1 where id = \(text.messageID) and status = 'queued'"
        )
        guard isDue == 1 else { return }
        guard Date() < text.validUntil else { return try await fail(text.messageID, "expired", run) }
        let receipt: TextReceipt
        do {
            receipt = try await provider.send(OutgoingText(to: text.to, body: text.body))
        } catch let error as TextError {
            run.logger.warning(
                "text message not sent",
                metadata: ["reason": "\(error.reason)", "message_id": "\(text.messageID)"]
            )
            guard error.isPermanent || run.isLastAttempt else { throw error }
            try await fail(text.messageID, error.reason, run)
            throw PermanentJobFailure()
        }
        try await record(receipt, of: text.messageID, run)
    }

    private func fail(_ id: TextMessageID, _ reason: String, _ run: JobRun) async throws {
        try await run.database.tenant(run.tenant) { try $0.advance(id, to: .failed, because: reason) }
    }

    /// Records that the provider has it, and what the provider reported before we knew its name for the message.
    private func record(_ receipt: TextReceipt, of id: TextMessageID, _ run: JobRun) async throws {
        let provider = provider.name
        try await run.database.tenant(run.tenant) { transaction in
            try transaction.execute(
                """
                update sms.messages
                set provider = \(provider.rawValue), provider_message_id = \(receipt.providerMessageID),
                    cost_micros = \(receipt.cost?.micros), currency = \(receipt.cost?.currency)
                where id = \(id)
                """
            )
            try transaction.advance(id, to: .sent)
            guard let providerID = receipt.providerMessageID else { return }
            for report in try transaction.takeEarlyReports(of: providerID, by: provider) {
                try transaction.advance(id, to: report.status, because: report.failure)
            }
            if receipt.cost == nil {
                try transaction.enqueue(FetchCost(messageID: id, providerMessageID: providerID), key: id.description)
            }
        }
    }
}

extension Transaction {
    /// Moves a message forward, never back: reports come twice, late and in any order, and a text that we gave up may
    /// have arrived after all. Returns whether it moved.
    @discardableResult
    func advance(_ id: TextMessageID, to status: TextMessageStatus, because failure: String? = nil) throws -> Bool {
        let isSettled = status == .failed || status == .delivered
        return try execute(
            """
            update sms.messages
            set status = \(status.rawValue),
                failure = case when \(status == .failed) then \(failure) end,
                sent_at = case when \(status == .failed) then sent_at else coalesce(sent_at, now()) end,
                settled_at = case when \(isSettled) then now() end
            where id = \(id)
                and array_position(array['queued', 'sent', 'failed', 'delivered'], status)
                    < array_position(array['queued', 'sent', 'failed', 'delivered'], \(status.rawValue))
            """
        ) == 1
    }
}
