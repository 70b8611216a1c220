import AccountingAPI
import ChatAPI
import Endpoints
import Logging
import Upstreams
import Values

/// Makes one answer: reads it from its source, sends it on, watches what it costs, and ends it in one of four ways.
///
/// | end | charged | kept as |
/// |---|---|---|
/// | whole, or cut at its limit | what it took | answered |
/// | the learner left | what was streamed | stopped |
/// | the upstream failed | nothing | failed, to be tried again |
/// | its hold is gone | what the sweep has charged | failed |
struct AnswerMaker<Format: AnswerFormat>: Sendable {
    let service: ChatService
    let turn: AskedTurn
    /// Whether the turn has a row.
    let isKept: Bool
    let source: AnswerSource
    let charge: Charge
    /// The most tokens of the answer.
    let mostTokens: Int
    let pipe: AnswerPipe
    var format: Format
    private var record = AnswerRecord()
    private var metadata = JSONObject()
    private var reported: UpstreamUsage?
    /// What was read for it, as it was estimated before anything came.
    private let inputTokens: Int
    /// What was written of it: the source may have read further.
    private var written = TokenEstimate()
    /// What of that was handed on.
    private var handedOn = TokenEstimate()
    /// Text that is still to be handed on: what comes at once goes on at once.
    private var unsent = ""

    // tidy: allow parameter-count — what one answer is made from
    init(
        _ service: ChatService,
        _ turn: AskedTurn,
        isKept: Bool,
        _ source: AnswerSource,
        _ charge: Charge,
        mostTokens: Int,
        _ pipe: AnswerPipe,
        _ format: Format
    ) {
        (self.service, self.turn, self.isKept, self.source) = (service, turn, isKept, source)
        (self.charge, self.mostTokens, self.pipe, self.format) = (charge, mostTokens, pipe, format)
        inputTokens = source.usage.inputTokens
    }

    private enum Ending {
        case whole(FinishReason)
        case left
        case failed(UpstreamFailure)
    }

    mutating func run() async -> WholeAnswer {
        let progress = service.progress
        let entry = AnswersInProgress.Entry(charge, turn: isKept ? turn.id : nil) { [source] in source.stop() }
        progress.add(entry)
        let (whole, last) = await end(await read())
        progress.remove(entry)
        try? await pipe.relay.send(text: unsent + format.text(of: last))
        return whole
    }

    private mutating func read() async -> Ending {
        do {
            try await pipe.relay.send(text: format.opening)
            switch source {
            case .known(let events, _):
                if let ending = try await take(events) { return ending }
            case .upstream(let answer):
                var reading = answer.makeAsyncIterator()
                while let events = await reading.nextAll() {
                    if let ending = try await take(events) { return ending }
                }
            }
            return .failed(UpstreamFailure(.cutOff, beforeFirstByte: false))
        } catch {
            source.stop()
            return .left
        }
    }

    /// Sends on what came together; how the answer ends, when it does.
    private mutating func take(_ events: [UpstreamEvent]) async throws -> Ending? {
        var ending: Ending?
        for event in events where ending == nil { ending = await take(event) }
        try await pipe.relay.send(text: unsent)
        unsent = ""
        if format.handsOnPieces { handedOn = written }
        return ending
    }

    /// Writes an event; how the answer ends, when it does.
    private mutating func take(_ event: UpstreamEvent) async -> Ending? {
        switch event {
        case .failed(let failure): return pipe.hasLeft ? .left : .failed(failure)
        case .end(let reason):
            pipe.say(nil)
            return .whole(reason)
        default: pipe.say(nil)
        }
        switch event {
        case .token(let text): return await writeAnswer(.token(text))
        case .thinking(let text): return await writeAnswer(.thinking(text))
        case .activity("tool_calls", let calls):
            return await writeAnswer(.activity(name: "tool_calls", data: calls))
        case .activity(let name, let data): write(.activity(name: name, data: data))
        case .sources(let sources): write(.sources(sources))
        case .metadata(let json):
            for name in Self.describing { if let value = json[name] { metadata[name] = value } }
        case .usage(let usage): reported = usage
        case .end, .failed: break
        }
        return nil
    }

    /// What of an upstream's own words about an answer goes on: the rest is nobody's business, and may be without end.
    private static var describing: [String] {
        [
            "memoryType", "followUpPrompts", "flowVariables", "executionId", "id", "model", "created",
            "system_fingerprint",
        ]
    }

    /// Writes what is paid for; the answer's end, when it is at its limit. The upstream is told then.
    private mutating func writeAnswer(_ event: AnswerEvent) async -> Ending? {
        written.add(event.paidText)
        write(event)
        // A model was told its limit and counts by itself; only one that does not keep it at all is stopped.
        let limit = charge.isOfModel ? 2 * mostTokens + 64 : mostTokens
        let isLong: Bool = if case .known = source { false } else { written.tokens >= limit }
        if await charge.goOn(taken(written)), !isLong { return nil }
        source.stop()
        reported = nil
        return .whole(.length)
    }

    private mutating func write(_ event: AnswerEvent) {
        record.add(event)
        unsent += format.text(of: event)
    }

    /// What an answer of that text took.
    private func taken(_ text: TokenEstimate) -> UpstreamUsage {
        UpstreamUsage(inputTokens: inputTokens, outputTokens: text.tokens, isEstimated: true)
    }

    /// What the whole answer took: what the upstream reports, as far as that can be true of it.
    private var usage: UpstreamUsage {
        guard var usage = reported else { return taken(written) }
        if charge.isOfModel {
            usage.outputTokens = min(usage.outputTokens, 2 * mostTokens + 64)
            usage.inputTokens = min(usage.inputTokens, 4 * inputTokens + 4_000)
        } else {
            // The nodes of an agent flow read and write much that nobody sees.
            usage.outputTokens = min(usage.outputTokens, 200_000)
            usage.inputTokens = min(usage.inputTokens, 1_000_000)
        }
        return usage
    }

    /// Settles and keeps the answer; the event that is still to be told.
    private mutating func end(_ ending: Ending) async -> (WholeAnswer, last: AnswerEvent) {
        switch ending {
        case .whole(let finish):
            if finish == .length, !format.tellsLength { write(.token("\n\n[The answer was cut off here.]")) }
            var summary = AnswerSummary(finish: finish, usage: usage, cost: .zero, metadata: metadata)
            summary.cost = await charge.settle(usage, "answered")
            record.add(.ended(summary))
            await keep(TurnEnd(status: .answered, record: record, cost: summary.cost))
            return (WholeAnswer(record: record, result: .success(summary)), .ended(summary))
        case .left:
            record.add(.failed(.stopped))
            var cost = MicroCredits.zero
            if handedOn.tokens > 0 {
                cost = await charge.settle(taken(handedOn), "stopped")
            } else {
                await charge.void()
            }
            await keep(TurnEnd(status: .stopped, record: record, cost: cost))
            unsent = ""
            return (WholeAnswer(record: record, result: .failure(.stopped)), .failed(.stopped))
        case .failed(let reason):
            let failure = charge.isLost ? AnswerFailure.unpaid : AnswerFailure(reason)
            record.add(.failed(failure))
            await charge.void()
            await keep(TurnEnd(status: .failed, failure: failure.code, record: record))
            if reason.beforeFirstByte { pipe.say(reason) }
            return (WholeAnswer(record: record, result: .failure(failure)), .failed(failure))
        }
    }

    /// Writes the end down; again while the database does not answer. What then is not written is a failed turn when
    /// its lease ends: charged, and the log says so.
    private func keep(_ end: TurnEnd) async {
        guard isKept else { return }
        var pause = Duration.milliseconds(50)
        for _ in 0..<6 {
            do {
                return try await service.keep(end, of: turn, charge)
            } catch {
                try? await Task.sleep(for: pause)
                pause *= 2
            }
        }
        service.parts.logger.error("an answer was not kept", metadata: ["status": "\(end.status.rawValue)"])
    }
}
