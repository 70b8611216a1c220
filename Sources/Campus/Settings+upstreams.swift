import ChatService
import FoundationEssentials
import Telemetry
package import Upstreams

/// The servers that answer for the tutor; without one it answers from the lessons.
package struct UpstreamSettings: Sendable {
    package var flowise: UpstreamAddress?
    package var flowiseKey: String?
    /// Ends before `/chat/completions`.
    package var openAI: UpstreamAddress?
    package var openAIKey: String?
    package var limits = UpstreamLimits()

    package init() {}
}

extension Settings {
    /// `FLOWISE_API_BASE_URL` (or `FLOWISE_API_URL`, as the chat platform calls it), `OPENAI_API_BASE_URL` and their
    /// keys. A key of OpenAI alone means OpenAI itself.
    static func upstreamSettings(_ text: (String) -> String?) throws -> UpstreamSettings {
        func address(_ name: String) throws -> UpstreamAddress? { try text(name).map { try Self.address($0, name) } }
        var settings = UpstreamSettings()
        settings.flowise = try address("FLOWISE_API_BASE_URL") ?? address("FLOWISE_API_URL")
        settings.flowiseKey = text("FLOWISE_API_KEY")
        settings.openAIKey = text("OPENAI_API_KEY")
        settings.openAI = try address("OPENAI_API_BASE_URL")
        if settings.openAI == nil, settings.openAIKey != nil {
            settings.openAI = try? UpstreamAddress(parsing: "https://api.openai.com/v1")
        }
        return settings
    }

    /// How often upstreams are looked at, and how much anybody may ask of them.
    static func chatSettings(_ text: (String) -> String?) throws -> ChatSettings {
        var settings = ChatSettings()
        func number(_ name: String, _ range: ClosedRange<Int>, standard: Int) throws -> Int {
            try Self.number(text(name) ?? "\(standard)", range) { InvalidSetting(name: name, reason: $0) }
        }
        settings.streamsOfPerson = try number("ELYMICA_USER_STREAMS", 1...100_000, standard: settings.streamsOfPerson)
        settings.streamsOfSchool = try number("ELYMICA_SCHOOL_STREAMS", 1...100_000, standard: settings.streamsOfSchool)
        settings.answerTokens = try number("ELYMICA_ANSWER_TOKENS", 16...128_000, standard: settings.answerTokens)
        guard try isOn(text("ENABLE_CHATFLOW_SYNC") ?? "true", "ENABLE_CHATFLOW_SYNC") else {
            settings.syncInterval = nil
            return settings
        }
        if let hours = text("CHATFLOW_SYNC_INTERVAL_HOURS") {
            guard let hours = Double(hours), hours >= 0.01, hours <= 8_784 else {
                throw InvalidSetting(
                    name: "CHATFLOW_SYNC_INTERVAL_HOURS",
                    reason: "must be a number of hours from 0.01 to 8784"
                )
            }
            settings.syncInterval = .seconds(Int(hours * 3600))
        }
        return settings
    }
}

extension UpstreamSettings {
    /// The clients of the servers that are set.
    func clients(over transport: UpstreamTransport, _ metrics: MetricsRegistry) -> (FlowiseClient?, OpenAIClient?) {
        func upstream(_ name: String, _ address: UpstreamAddress, _ key: String?) -> Upstream {
            Upstream(name, at: address, key: key, limits: limits, over: transport, metrics: metrics)
        }
        return (
            flowise.map { FlowiseClient(upstream("flowise", $0, flowiseKey)) },
            openAI.map { OpenAIClient(upstream("openai", $0, openAIKey)) }
        )
    }
}
