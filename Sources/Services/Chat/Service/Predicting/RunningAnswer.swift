import Endpoints
import EventLoops
import HTTPTypes
import NIOCore
import Synchronization
import Upstreams
import Values

/// An answer that is being made, whoever reads it and however fast. It ends when it is whole, when it fails, or when
/// its reader leaves; what it costs and what is kept of it is settled then.
final class RunningAnswer: Sendable {
    let turn: AskedTurn
    private let pipe: AnswerPipe
    private let stop: @Sendable () -> Void
    private let work: Task<WholeAnswer, Never>

    /// `make` puts text into the pipe and says when there is something; `spoken` hears it, or that there is nothing;
    /// `stop` has it end soon.
    init(
        _ turn: AskedTurn,
        spoken: @escaping @Sendable () -> Void = {},
        stop: @escaping @Sendable () -> Void = {},
        make: @escaping @Sendable (AnswerPipe) async -> WholeAnswer
    ) {
        let pipe = AnswerPipe(spoken: spoken)
        (self.turn, self.pipe, self.stop) = (turn, pipe, stop)
        // It outlives the deadline of the request that asked: whoever reads its stream waits for it.
        work = Task.immediate(executorPreference: LoopExecutor.ofClient) {
            await Deadline.$current.withValue(nil) {
                let whole = await make(pipe)
                pipe.finish()
                return whole
            }
        }
    }

    /// Waits until the upstream has said something, or has failed before it did; at most for `limit`.
    func failureBeforeFirstByte(within limit: Duration) async -> UpstreamFailure? {
        let failure = await pipe.failureBeforeFirstByte(within: limit)
        if failure != nil { _ = await work.value }
        return failure
    }

    /// The answer as it is made, for one reader.
    func streamed(_ mediaType: String, keepAlive: KeepAlive? = nil, headers: HTTPFields = [:]) -> StreamedAnswer {
        var headers = headers
        headers[.cacheControl] = "no-store"
        let stream = ReplyStream(pipe.relay, keepAlive: keepAlive) { [self] error in
            if error != nil { leave() }
            _ = await work.value
        }
        return StreamedAnswer(mediaType, headers: headers, stream)
    }

    /// All of it, when it is over; ends early when its client goes.
    func whole() async -> WholeAnswer {
        let leave: @Sendable () -> Void = { self.leave() }
        return await whileClientWaits(onLeave: leave) {
            await withTaskCancellationHandler(operation: { await work.value }, onCancel: leave)
        }
    }

    /// Nobody reads it any more.
    func leave() {
        pipe.leave()
        stop()
    }
}

/// An answer that is over.
struct WholeAnswer: Sendable {
    var record = AnswerRecord()
    /// What it took and cost, or why it is not whole.
    var result: Result<AnswerSummary, AnswerFailure>

    /// Whether there is no answer, and not because its reader left.
    var hasFailed: Bool { if case .failure(let failure) = result { failure != .stopped } else { false } }

    /// - Throws: the upstream's failure, for whoever gets nothing but a whole answer.
    func get() throws -> (record: AnswerRecord, summary: AnswerSummary) {
        switch result {
        case .success(let summary): return (record, summary)
        // Nobody waits for it any more.
        case .failure(.stopped): throw CancellationError()
        case .failure(let failure):
            let isLate = ["no_answer", "silent", "too_long"].contains(failure.code)
            throw Problem(isLate ? .gatewayTimeout : .badGateway, failure.code, failure.message)
        }
    }
}
