import Synchronization
import Values

/// An answer of an upstream as it comes. Nothing is asked before the first event is wanted; what the reader does not
/// take the upstream has to keep, but for 64 KB.
///
/// For one reader. When that reader's task is cancelled, when it lets go, and after `stop`, the connection is closed at
/// once, and a flow that would run on is told to stop.
package final class UpstreamAnswer: AsyncSequence, Sendable {
    package typealias Element = UpstreamEvent
    package typealias Failure = Never

    /// How an answer is got, and what else is to be done when it is not wanted any more.
    struct Source: Sendable {
        let upstream: Upstream
        let inputTokens: Int
        let open: @Sendable (StopSwitch) async throws(UpstreamFailure) -> UpstreamResponse
        let reader: @Sendable () -> any AnswerReader
        /// The text of an answer that came without any, from what the upstream said of it.
        var recover: @Sendable (JSON) async -> String? = { _ in nil }
        /// The upstream may still be working on it.
        var leave: @Sendable () -> Void = {}
        /// It is over, in whichever way.
        var finish: @Sendable () -> Void = {}
    }

    struct State {
        var meter: UsageMeter
        var isRead = false
    }

    let source: Source
    let state: Mutex<State>
    let stopSwitch = StopSwitch()

    init(_ source: Source) {
        self.source = source
        state = Mutex(State(meter: UsageMeter(input: source.inputTokens)))
    }

    /// What it has taken so far, for checkpoints and for answers that are stopped; counted, not reported.
    package var usage: UpstreamUsage { state.withLock { $0.meter.soFar } }

    /// Ends it, from any task. Its reader gets what is there already or `failed`, with the reason `stopped`.
    package func stop() { stopSwitch.turnOff() }

    package func makeAsyncIterator() -> Iterator { Iterator(AnswerRun(self)) }

    /// Hands out the events.
    package struct Iterator: AsyncIteratorProtocol {
        private let run: AnswerRun

        init(_ run: AnswerRun) { self.run = run }

        package mutating func next(isolation actor: isolated (any Actor)?) async -> UpstreamEvent? {
            await run.next(isolation: actor)
        }

        package mutating func next() async -> UpstreamEvent? { await run.next(isolation: nil) }

        /// What has come since the last time, in one: a fast upstream sends many words at once. `nil` at the end.
        package mutating func nextAll() async -> [UpstreamEvent]? { await run.nextAll(isolation: nil) }
    }
}
