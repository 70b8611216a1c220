import Events
import Postgres
import SMSAPI
import Values

/// Asks the provider what a message cost, where it knows that only later.
struct FetchCost: Job {
    static let name = "sms.fetch_cost"
    /// An hour: the price comes some minutes after the message.
    static let maximumAttempts = 20

    var messageID: TextMessageID
    var providerMessageID: String
}

extension SMSService {
    func fetchCost(_ job: FetchCost, _ run: JobRun) async throws {
        do {
            guard let cost = try await provider.cost(of: job.providerMessageID) else {
                throw TextError.temporary("no_price_yet")
            }
            try await run.database.tenant(run.tenant).execute(
                """
                update sms.messages set cost_micros = \(cost.micros), currency = \(cost.currency)
                where id = \(job.messageID)
                """
            )
        } catch let error as TextError {
            // A message without a price is a gap in the cost log, not work for an operator.
            if !error.isPermanent, !run.isLastAttempt { throw error }
        }
    }
}
