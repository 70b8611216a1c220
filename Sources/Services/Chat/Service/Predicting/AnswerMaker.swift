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
    }

    private enum Ending {
        case whole(FinishReason)
        case left
        case failed(UpstreamFailure)
    }

    mutating func run() async -> WholeAnswer {
        let (progress, tenant) = (service.progress, charge.tenant)
        let entry = AnswersInProgress.Entry(charge, turn: isKept ? turn.id : nil) { [source] in source.stop() }
        progress.add(entry)
        defer { progress.remove(entry) }
        let ending = await withTaskGroup(of: Void.self) { group in
            group.addTask {
                while (try? await Task.sleep(for: AnswersInProgress.interval)) != nil {
                    await progress.tell(of: tenant)
                }
            }
            let ending = await read()
            group.cancelAll()
            return ending
        }
        return await end(ending)
    }

    private mutating func read() async -> Ending {
        do {
            try await pipe.relay.send(text: format.opening)
            switch source {
            case .known(let events, _):
                for event in events {
                    if let ending = try await take(event) { return ending }
                }
            case .upstream(let answer):
                for await event in answer {
                    if let ending = try await take(event) { return ending }
                }
            }
            return .failed(UpstreamFailure(.cutOff, beforeFirstByte: false))
        } catch {
            source.stop()
            return .left
        }
    }

    /// Sends an event on; how the answer ends, when it does.
    private mutating func take(_ event: UpstreamEvent) async throws -> Ending? {
        switch event {
        case .failed(let failure): return pipe.hasLeft ? .left : .failed(failure)
        case .end(let reason):
            pipe.say(nil)
            return .whole(reason)
        default: pipe.say(nil)
        }
        switch event {
        case .token(let text):
            try await send(.token(text))
            return await isAtItsLimit ? .whole(.length) : nil
        case .thinking(let text):
            try await send(.thinking(text))
            return await isAtItsLimit ? .whole(.length) : nil
        case .activity(let name, let data): try await send(.activity(name: name, data: data))
        case .sources(let sources): try await send(.sources(sources))
        case .metadata(let json):
            for member in json.object?.members ?? [] { metadata[member.name] = member.value }
        case .usage(let usage): reported = usage
        case .end, .failed: break
        }
        return nil
    }

    /// Whether the answer has to end here; the upstream is told then.
    private var isAtItsLimit: Bool {
        get async {
            let usage = source.usage
            // A model was told its limit, and counts by itself.
            let isLong: Bool =
                if case .known = source { false } else { usage.outputTokens >= mostTokens + Self.tolerance }
            if await charge.goOn(usage), !isLong { return false }
            source.stop()
            return true
        }
    }

    /// What we count may be a little more than what the upstream does.
    private static var tolerance: Int { 64 }

    private mutating func send(_ event: AnswerEvent) async throws {
        record.add(event)
        try await pipe.relay.send(text: format.text(of: event))
    }

    private mutating func end(_ ending: Ending) async -> WholeAnswer {
        switch ending {
        case .whole(let finish):
            let usage = reported ?? source.usage
            var summary = AnswerSummary(finish: finish, usage: usage, cost: .zero, metadata: metadata)
            summary.cost = await charge.settle(usage, "answered")
            record.add(.ended(summary))
            await keep(TurnEnd(status: .answered, record: record, cost: summary.cost))
            try? await pipe.relay.send(text: format.text(of: .ended(summary)))
            return WholeAnswer(record: record, result: .success(summary))
        case .left:
            let failure = AnswerFailure(code: "stopped", message: "The answer was stopped.")
            record.add(.failed(failure))
            var cost = MicroCredits.zero
            if record.hasText { cost = await charge.settle(source.usage, "stopped") } else { await charge.void() }
            await keep(TurnEnd(status: .stopped, record: record, cost: cost))
            return WholeAnswer(record: record, result: .failure(failure))
        case .failed(let reason):
            let failure = charge.isLost ? AnswerFailure.unpaid : AnswerFailure(reason)
            record.add(.failed(failure))
            await charge.void()
            await keep(TurnEnd(status: .failed, failure: failure.code, record: record))
            if reason.beforeFirstByte { pipe.say(reason) }
            try? await pipe.relay.send(text: format.text(of: .failed(failure)))
            return WholeAnswer(record: record, result: .failure(failure))
        }
    }

    private func keep(_ end: TurnEnd) async {
        guard isKept else { return }
        do {
            try await service.keep(end, of: turn.id, in: charge.tenant)
        } catch {
            // Its lease ends, and it is a failed turn then: charged, and the log says so.
            service.parts.logger.error("an answer was not kept", metadata: ["status": "\(end.status.rawValue)"])
        }
    }
}
