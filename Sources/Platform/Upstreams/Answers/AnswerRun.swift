import NIOCore
import Synchronization
import Values

/// One reading of an answer, from the first byte to the last event.
final class AnswerRun {
    private let answer: UpstreamAnswer
    private var parser: EventStreamParser
    private var reader: any AnswerReader
    private var events: ArraySlice<UpstreamEvent> = []
    private var response: UpstreamResponse?
    private var metadata = JSON.null
    private var isOver = false
    private var hasHandedOut = false
    private var hasText = false
    private var hasAsked = false
    private let started = ContinuousClock.now

    init(_ answer: UpstreamAnswer) {
        self.answer = answer
        let limits = answer.source.upstream.limits
        parser = EventStreamParser(maximumLine: limits.eventBytes, maximumEvent: limits.eventBytes)
        reader = answer.source.reader()
        isOver = answer.state.withLock { state in
            defer { state.isRead = true }
            return state.isRead
        }
    }

    /// Let go of in the middle: whoever read does not want the rest.
    deinit {
        if hasAsked, !isOver { finish("stopped", leaves: true) }
    }

    func next(isolation actor: isolated (any Actor)?) async -> UpstreamEvent? {
        while true {
            if let event = events.popFirst() { return hand(out: event) }
            if isOver { return nil }
            do throws(UpstreamFailure) {
                events = try await more(isolation: actor)[...]
            } catch {
                events = [.failed(error)]
            }
        }
    }

    /// All that is there already, at least one event; `nil` at the end.
    func nextAll(isolation actor: isolated (any Actor)?) async -> [UpstreamEvent]? {
        guard let first = await next(isolation: actor) else { return nil }
        var all = [first]
        while let event = events.popFirst() { all.append(hand(out: event)) }
        return all
    }

    private func hand(out event: UpstreamEvent) -> UpstreamEvent {
        switch event {
        case .token where !hasText:
            hasText = true
            answer.source.upstream.metrics.spoke(after: started.duration(to: .now))
        case .end:
            response?.drain()
            finish("done", leaves: false)
        case .failed(var failure):
            failure.beforeFirstByte = !hasHandedOut
            if response != nil { answer.source.upstream.failed(failure.reason) }
            finish(failure.reason.code, leaves: hasAsked && failure.reason.leavesWork)
            return .failed(failure)
        default: break
        }
        hasHandedOut = true
        return event
    }

    private func more(isolation actor: isolated (any Actor)?) async throws(UpstreamFailure) -> [UpstreamEvent] {
        guard !Task.isCancelled, !answer.stopSwitch.isOff else { throw UpstreamFailure(.stopped) }
        guard let response else {
            try await open(isolation: actor)
            return []
        }
        guard response.isEventStream else {
            // As a document it takes many times its bytes.
            let body = try await response.collect(upTo: answer.source.upstream.limits.eventBytes)
            let read = await Self.aside(body.readableBytes, reader) { reader -> [UpstreamEvent]? in
                JSON(tolerating: body.readableBytesView).map { reader.read(whole: $0) }
            }
            guard let read else { throw UpstreamFailure(.malformed) }
            return metered(read)
        }
        guard let piece = try await response.next() else { return metered(reader.streamEnded()) }
        let parsed: [ServerSentEvent]
        do throws(EventStreamError) {
            parsed = try parser.feed(piece.readableBytesView)
        } catch {
            throw UpstreamFailure(.tooLarge)
        }
        var events: [UpstreamEvent] = []
        for event in parsed {
            var read: [UpstreamEvent]
            if event.data.count > Self.large {
                (read, reader) = await Self.aside(event.data.count, reader) { ($0.read(event), $0) }
            } else {
                read = reader.read(event)
            }
            if read == [.failed(UpstreamFailure(.empty))], let text = await answer.source.recover(metadata) {
                read = [.token(text), .end(.stop)]
            }
            if case .metadata(let json)? = read.first { metadata = json }
            events += metered(read)
            if events.last?.isLast == true { break }
        }
        return events
    }

    /// What is larger than this is read where it holds up nobody's connection.
    private static let large = 64 << 10

    private static func aside<R: Sendable>(
        _ size: Int,
        _ reader: any AnswerReader,
        _ read: @Sendable (inout any AnswerReader) -> R
    ) async -> R {
        await withTaskExecutorPreference(size > large ? globalConcurrentExecutor : nil) {
            var reader = reader
            return read(&reader)
        }
    }

    private func open(isolation actor: isolated (any Actor)?) async throws(UpstreamFailure) {
        hasAsked = true
        answer.source.upstream.metrics.began()
        response = try await answer.source.open(answer.stopSwitch)
    }

    /// Counts text and reports, and says what all of it took before it ends.
    private func metered(_ events: [UpstreamEvent]) -> [UpstreamEvent] {
        answer.state.withLock { state in
            var handedOut: [UpstreamEvent] = []
            handedOut.reserveCapacity(events.count + 1)
            for event in events {
                switch event {
                case .token(let text), .thinking(let text): state.meter.count(text)
                case .activity("tool_calls", let calls):
                    for call in calls.array ?? [] {
                        state.meter.count(call["function"]?["name"]?.string ?? "")
                        state.meter.count(call["function"]?["arguments"]?.string ?? "")
                    }
                case .usage(let usage):
                    state.meter.report(usage)
                    continue
                case .end: handedOut.append(.usage(state.meter.final))
                default: break
                }
                handedOut.append(event)
            }
            return handedOut
        }
    }

    private func finish(_ outcome: String, leaves: Bool) {
        isOver = true
        response = nil
        answer.stopSwitch.disconnect()
        let source = answer.source
        source.upstream.metrics.ended(outcome, hadBegun: hasAsked)
        if leaves { source.leave() }
        source.finish()
    }
}

extension UpstreamEvent {
    /// Whether nothing comes after it.
    var isLast: Bool {
        switch self {
        case .end, .failed: true
        default: false
        }
    }
}

extension UpstreamFailure.Reason {
    /// Whether the upstream may be working on the answer still.
    var leavesWork: Bool {
        switch self {
        case .stopped, .silent, .tooLong, .tooLarge, .cutOff, .malformed, .noAnswer: true
        default: false
        }
    }
}
