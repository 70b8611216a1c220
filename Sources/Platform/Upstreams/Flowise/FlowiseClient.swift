import NIOCore
import NIOHTTP1
import Synchronization
import Values

/// Asks the flows of a Flowise server.
package final class FlowiseClient: Sendable {
    let upstream: Upstream
    private let streaming = FlowiseStreaming()
    private let conversations = Conversations()

    package init(_ upstream: Upstream) { self.upstream = upstream }

    /// Asks a flow. One answer of a conversation runs at a time, because Flowise mixes up two; while the flow has not
    /// said that it is done, letting go of the answer stops it over there as well.
    package func answer(_ prediction: FlowisePrediction) -> UpstreamAnswer {
        let claim = Conversations.Claim("\(prediction.flow) \(prediction.conversation)", of: conversations)
        let (question, inputTokens) = (Question(prediction), prediction.inputTokens)
        // What is needed afterwards is where it was asked.
        var prediction = prediction
        (prediction.uploads, prediction.history) = ([], [])
        let asked = prediction
        return UpstreamAnswer(
            UpstreamAnswer.Source(
                upstream: upstream,
                inputTokens: inputTokens,
                open: { stop async throws(UpstreamFailure) in
                    guard FlowiseFlow.isPlain(asked.conversation) else { throw UpstreamFailure(.unknown) }
                    guard claim.take() else { throw UpstreamFailure(.conversationBusy) }
                    return try await self.open(question.take(), stop)
                },
                reader: { FlowiseReader() },
                recover: { await self.message($0["chatMessageId"]?.string, of: asked) },
                leave: { self.stop(asked) },
                finish: { claim.release() }
            )
        )
    }

    private func open(
        _ prediction: FlowisePrediction,
        _ stop: StopSwitch
    ) async throws(UpstreamFailure) -> UpstreamResponse {
        let streams = try await streaming.isPossible(prediction.flow) { () async throws(UpstreamFailure) in
            let path = "/api/v1/chatflows-streaming/\(prediction.flow)"
            return try await self.json(Upstream.Ask(path: path, stopSwitch: stop))["isStreaming"]?.bool ?? false
        }
        return try await upstream.open(
            Upstream.Ask(
                method: .POST,
                path: "/api/v1/prediction/\(prediction.flow)",
                body: Array(prediction.body(streaming: streams).compact.utf8),
                accepts: "text/event-stream, application/json",
                stopSwitch: stop
            )
        )
    }

    /// Some flows say nothing while they stream, and keep their answer all the same: it is read back, not asked for
    /// again. Needs a key.
    private func message(_ id: String?, of prediction: FlowisePrediction) async -> String? {
        guard let id, FlowiseFlow.isPlain(id) else { return nil }
        let query = "chatId=\(prediction.conversation)&messageId=\(id)"
        let messages = try? await json(Upstream.Ask(path: "/api/v1/chatmessage/\(prediction.flow)?\(query)"))
        let message = messages?.array?.first { $0["id"]?.string == id && $0["role"]?.string == "apiMessage" }
        return message?["content"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A flow runs on when nobody listens any more; it has to be told.
    private func stop(_ prediction: FlowisePrediction) {
        let path = "/api/v1/chatmessage/abort/\(prediction.flow)/\(prediction.conversation)"
        upstream.notify(Upstream.Ask(method: .PUT, path: path, body: Array("{}".utf8)))
    }

    /// Whether the server is there.
    package func isHealthy() async -> Bool {
        (try? await upstream.read(Upstream.Ask(path: "/api/v1/ping"))) != nil
    }

    func json(_ ask: Upstream.Ask, limits: UpstreamLimits = .brief) async throws(UpstreamFailure) -> JSON {
        let body = try await upstream.read(ask, limits: limits)
        guard let json = JSON(tolerating: body.readableBytesView) else { throw UpstreamFailure(.malformed) }
        return json
    }
}

/// Which flows can stream, for five minutes. It matters before asking: a server that is asked to stream an answer it
/// refuses says nothing at all, for ever, and one that is asked for a whole answer says why.
final class FlowiseStreaming: Sendable {
    private struct Known {
        let streams: Bool
        let until: ContinuousClock.Instant
    }

    private let known = Mutex<[FlowiseFlow: Known]>([:])

    /// What is known, or what `ask` finds. A server that refuses to say is asked for whole answers.
    func isPossible(
        _ flow: FlowiseFlow,
        ask: () async throws(UpstreamFailure) -> Bool
    ) async throws(UpstreamFailure) -> Bool {
        let now = ContinuousClock.now
        if let known = known.withLock({ $0[flow] }), known.until > now { return known.streams }
        let streams: Bool
        do throws(UpstreamFailure) {
            streams = try await ask()
        } catch {
            switch error.reason {
            case .failed, .unknown, .unauthorized, .refused, .malformed: return false
            default: throw error
            }
        }
        known.withLock { known in
            if known.count >= 1_000 { known.removeAll() }
            known[flow] = Known(streams: streams, until: now.advanced(by: .seconds(300)))
        }
        return streams
    }
}

/// The conversations in which an answer runs, in this process.
final class Conversations: Sendable {
    private let running = Mutex<Set<String>>([])

    /// One answer's place in its conversation.
    final class Claim: Sendable {
        private let conversation: String
        private let conversations: Conversations
        private let isHeld = Atomic(false)

        init(_ conversation: String, of conversations: Conversations) {
            (self.conversation, self.conversations) = (conversation, conversations)
        }

        /// Whether nobody else had it.
        func take() -> Bool {
            guard conversations.running.withLock({ $0.insert(conversation).inserted }) else { return false }
            isHeld.store(true, ordering: .releasing)
            return true
        }

        func release() {
            guard isHeld.exchange(false, ordering: .acquiringAndReleasing) else { return }
            _ = conversations.running.withLock { $0.remove(conversation) }
        }
    }
}
