import Endpoints
import Logging
import Postgres
import SMSAPI
import Values

/// What a provider says became of a message.
struct DeliveryReport: Sendable {
    let provider: TextProviderName
    let providerMessageID: String
    let status: TextMessageStatus
    var failure: String?
}

extension SMSService {
    func reportTwilio(_ request: ReportTwilioDelivery, _ call: Call) async throws -> Acknowledged {
        guard let callback, let signature = request.xTwilioSignature, let form = ReportForm(request.form ?? ""),
            callback.isTwilio(signature, of: form)
        else { throw SMSError.invalidSignature }
        if let report = TwilioProvider.report(form) { try await take(report) }
        return Acknowledged("The report was taken.")
    }

    func reportAfricasTalking(
        _ request: ReportAfricasTalkingDelivery,
        _ call: Call
    ) async throws -> Acknowledged {
        guard let callback, callback.isAfricasTalking(token: request.token) else { throw SMSError.unknownCallback }
        guard let form = ReportForm(request.form ?? "") else { throw SMSError.malformedReport }
        if let report = AfricasTalkingProvider.report(form) { try await take(report) }
        return Acknowledged("The report was taken.")
    }

    private struct Place: Decodable, Sendable {
        var tenantID: TenantID
        var id: TextMessageID
    }

    /// Moves the message forward; a report that is faster than our own recording is kept until then.
    private func take(_ report: DeliveryReport) async throws {
        guard report.providerMessageID.utf8.count <= 100 else { throw SMSError.malformedReport }
        let place = try await database.platform(reason: "find the message that a provider reports about") {
            transaction in
            try transaction.lockReports(of: report.providerMessageID, by: report.provider)
            let place: Place? = try transaction.first(
                """
                select tenant_id, id from sms.messages
                where provider_message_id = \(report.providerMessageID) and provider = \(report.provider.rawValue)
                """
            )
            if place == nil {
                try transaction.execute(
                    """
                    insert into sms.early_reports (provider, provider_message_id, status, failure)
                    values (\(report.provider.rawValue), \(report.providerMessageID), \(report.status.rawValue),
                        \(report.failure))
                    on conflict do nothing
                    """
                )
            }
            return place
        }
        guard let place else { return }
        try await database.tenant(place.tenantID) { transaction in
            try transaction.advance(place.id, to: report.status, because: report.failure)
        }
    }
}

extension Transaction {
    /// Reports that came before; from here on until the transaction ends, later ones wait.
    func takeEarlyReports(of id: String, by provider: TextProviderName) throws -> [EarlyReport] {
        try lockReports(of: id, by: provider)
        return try all(
            """
            delete from sms.early_reports where provider = \(provider.rawValue) and provider_message_id = \(id)
            returning status, failure
            """
        )
    }

    fileprivate func lockReports(of id: String, by provider: TextProviderName) throws {
        let lock = "sms \(provider.rawValue) \(id)"
        try execute("select pg_advisory_xact_lock(hashtextextended(\(lock), 0))")
    }
}

/// A report that waited for its message.
struct EarlyReport: Decodable, Sendable {
    var status: TextMessageStatus
    var failure: String?
}
