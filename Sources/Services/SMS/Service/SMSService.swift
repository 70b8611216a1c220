package import AsyncHTTPClient
import Crypto
package import Endpoints
package import Events
package import Logging
package import Postgres
import SMSAPI

/// Sends text messages, within budgets, and keeps what became of them.
package struct SMSService: ServiceDefinition {
    package static let identity = SMS.service
    package static let schema = SchemaMigrations(
        schema: SMS.service.name,
        migrations: [.createMessages, .createDailyCounts, .createEarlyReports]
    )

    let database: Database
    let provider: any TextProvider
    let prefixes: PrefixRules
    let limits: TextLimits
    /// Proves who reports a delivery; `nil` without a provider that does.
    let callback: DeliveryCallback?
    let logger: Logger

    /// `publicURL` is how the provider reaches the gateway; without one nothing is reported back. `printLine` takes the
    /// lines of the console provider.
    // tidy: allow parameter-count — made in one place, the composition root
    package init(
        database: Database,
        client: HTTPClient,
        settings: TextMessageSettings,
        publicURL: String?,
        logger: Logger,
        printLine: @escaping @Sendable (String) -> Void
    ) {
        let http = ProviderClient(client: client)
        callback = DeliveryCallback(settings.provider, publicURL: publicURL)
        provider =
            switch settings.provider {
            case .console: ConsoleProvider(printLine: printLine)
            case .africasTalking(let account): AfricasTalkingProvider(account: account, http: http)
            case .twilio(let account):
                TwilioProvider(account: account, statusCallback: callback?.address, http: http)
            }
        (self.database, self.logger) = (database, logger)
        (limits, prefixes) = (settings.limits, PrefixRules(allowed: settings.allowedPrefixes))
    }

    package var operations: [Operation] {
        [
            Operation(ListTextMessages.self, list),
            Operation(GetTextMessageCosts.self, costs),
            Operation(GetTextMessageProvider.self, showProvider),
            Operation(ReportTwilioDelivery.self, reportTwilio),
            Operation(ReportAfricasTalkingDelivery.self, reportAfricasTalking),
        ]
    }

    package var subscriptions: [Subscription] { [requests] }
    package var jobs: [JobHandler] { [JobHandler(SendText.self, send), JobHandler(FetchCost.self, fetchCost)] }
    package var schedules: [Schedule] {
        [Schedule("sms.forget", every: .seconds(3600)) { _ in try await forget() }]
    }
}
