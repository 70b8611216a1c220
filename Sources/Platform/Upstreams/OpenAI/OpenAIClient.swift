import NIOCore
import NIOHTTP1
import Synchronization
import Values

/// Asks models behind OpenAI's chat completions API, at OpenAI or at any server that speaks it.
package final class OpenAIClient: Sendable {
    let upstream: Upstream
    private let limitName: TokenLimitName
    /// Until a server refuses the question and takes it without.
    private let asksForUsage = Atomic(true)

    /// The upstream's address ends before `/chat/completions`: `https://api.openai.com/v1`.
    package init(_ upstream: Upstream, limitName: TokenLimitName? = nil) {
        self.upstream = upstream
        self.limitName = limitName ?? (upstream.address.host == "api.openai.com" ? .newer : .older)
    }

    /// Asks a model.
    package func answer(_ completion: ChatCompletion) -> UpstreamAnswer {
        let question = Question(completion)
        return UpstreamAnswer(
            UpstreamAnswer.Source(
                upstream: upstream,
                inputTokens: completion.inputTokens,
                open: { stop async throws(UpstreamFailure) in try await self.open(question.take(), stop) },
                reader: { OpenAIReader() }
            )
        )
    }

    private func open(
        _ completion: ChatCompletion,
        _ stop: StopSwitch
    ) async throws(UpstreamFailure) -> UpstreamResponse {
        let asks = completion.isStreamed && asksForUsage.load(ordering: .relaxed)
        do throws(UpstreamFailure) {
            return try await upstream.open(ask(completion, asksForUsage: asks, stop))
        } catch {
            // Refused as it stands: nothing was done for it. Some servers refuse what they do not know.
            guard asks, [.refused(status: 400), .refused(status: 422)].contains(error.reason) else { throw error }
            guard let response = try? await upstream.open(ask(completion, asksForUsage: false, stop)) else {
                throw error
            }
            asksForUsage.store(false, ordering: .relaxed)
            return response
        }
    }

    private func ask(_ completion: ChatCompletion, asksForUsage: Bool, _ stop: StopSwitch) -> Upstream.Ask {
        Upstream.Ask(
            method: .POST,
            path: "/chat/completions",
            body: Array(completion.body(limitName, asksForUsage: asksForUsage).compact.utf8),
            accepts: completion.isStreamed ? "text/event-stream, application/json" : "application/json",
            stopSwitch: stop
        )
    }

    /// The names of the models it has.
    package func models() async throws(UpstreamFailure) -> [String] {
        let body = try await upstream.read(Upstream.Ask(path: "/models"))
        guard let rows = JSON(tolerating: body.readableBytesView)?["data"]?.array else {
            throw UpstreamFailure(.malformed)
        }
        return rows.compactMap { $0["id"]?.string }
    }

    /// Whether the server is there.
    package func isHealthy() async -> Bool { (try? await upstream.read(Upstream.Ask(path: "/models"))) != nil }
}
