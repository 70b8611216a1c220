package import Endpoints
package import Files
package import Logging
package import Postgres
package import Telemetry
package import Upstreams

/// What the chat service stands on, as the composition root gives it.
package struct ChatParts: Sendable {
    package var database: Database
    package var caller: ServiceCaller
    package var files: FileLibrary
    /// The operator's Flowise, where there is one.
    package var flowise: FlowiseClient?
    /// The operator's server of OpenAI's chat completions, where there is one.
    package var openAI: OpenAIClient?
    package var settings: ChatSettings
    package var metrics: MetricsRegistry
    package var logger: Logger

    package init(
        database: Database,
        caller: ServiceCaller,
        files: FileLibrary,
        flowise: FlowiseClient?,
        openAI: OpenAIClient?,
        settings: ChatSettings,
        metrics: MetricsRegistry,
        logger: Logger
    ) {
        (self.database, self.caller, self.files) = (database, caller, files)
        (self.flowise, self.openAI, self.settings) = (flowise, openAI, settings)
        (self.metrics, self.logger) = (metrics, logger)
    }
}

/// What an operator can say of the tutor.
package struct ChatSettings: Sendable {
    /// How often chatflows and models are looked up at their servers; `nil` is by hand only.
    package var syncInterval: Duration? = .seconds(180)
    /// Answers that run at once for one person, and for one school, in a process.
    package var streamsOfPerson = 120
    package var streamsOfSchool = 2_000
    /// The most tokens of a model's answer where nobody says less.
    package var answerTokens = 2_000
    /// A flow's answer is as long as its author has it, and costs the same: the limit is there for those without end.
    static let flowFactor = 16

    package init() {}
}
