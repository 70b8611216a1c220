import NIOCore
import NIOHTTP1

/// One thing a stub does for an answer.
enum StubStep: Sendable {
    case head(status: Int, HTTPHeaders)
    case send(String, tokens: Int = 0)
    case wait(Duration)
    /// Does nothing any more.
    case hang
    /// Closes the connection.
    case drop
    /// Ends the answer, then closes the connection.
    case close
}

/// How an answer is written in one protocol.
struct StubFrames: Sendable {
    let conversation: String
    var contentType = "text/event-stream"
    var beginning: [String] = []
    let token: @Sendable (String) -> String
    /// After the last token.
    let ending: [String]
    /// Instead of the ending when it fails.
    let failure: [String]
    /// The beginning of an event, up to its text.
    let opening: String
}

/// The steps of an answer, made as they are wanted: some never end.
typealias StubSteps = AnyIterator<StubStep>

extension StubBehaviour {
    /// What to do for a question whose answer has these frames.
    func steps(_ frames: StubFrames) -> StubSteps {
        let before: [StubStep] = delay > .zero ? [.wait(delay)] : []
        var headers: HTTPHeaders = ["Content-Type": frames.contentType, "Cache-Control": "no-cache"]
        if hangsUp { headers.add(name: "Connection", value: "close") }
        let head = StubStep.head(status: 200, headers)
        let beginning = before + [head] + frames.beginning.map { .send($0) }
        let ending: [StubStep] = frames.ending.map { .send($0) } + (hangsUp ? [.close] : [])
        switch fault {
        case nil, .status: return Self.chain(beginning, tokens(frames, tokens), ending)
        case .hangs: return Self.chain([.hang])
        case .hangsAfter(let count): return Self.chain(beginning, tokens(frames, count), [.hang])
        case .dropsAfter(0): return Self.chain(before + [.drop])
        case .dropsAfter(let count):
            return Self.chain(beginning, tokens(frames, count), [.wait(.milliseconds(20)), .drop])
        case .failsAfter(let count):
            return Self.chain(beginning, tokens(frames, count), frames.failure.map { .send($0) })
        case .endsAfter(let count): return Self.chain(beginning, tokens(frames, count))
        case .babblesAfter(let count):
            return Self.chain(
                beginning,
                tokens(frames, count),
                [.send("data: {\"event\":\"token\",\"data\n\n")],
                ending
            )
        case .isEndless: return Self.chain(beginning, tokens(frames, .max))
        case .hugeEvent(let bytes): return Self.chain(beginning, Self.filling(frames.opening, bytes), [.hang])
        case .endlessLine: return Self.chain(beginning, Self.filling(frames.opening, .max))
        case .hugeHead(let bytes):
            return Self.chain([.head(status: 200, ["X-Long": String(repeating: "x", count: bytes)])], ending)
        case .saysNothing: return Self.chain(beginning, ending)
        case .says(let texts):
            return Self.chain(before + [head], texts.map { StubStep.send($0) })
        case .redirects(let address): return Self.chain([.head(status: 307, ["Location": address])])
        }
    }

    private func tokens(_ frames: StubFrames, _ count: Int) -> some Sequence<StubStep> {
        (0..<count).lazy.flatMap { [pace, text] number -> [StubStep] in
            let step = StubStep.send(frames.token(text(number)), tokens: 1)
            return pace > .zero ? [.wait(pace), step] : [step]
        }
    }

    private static func filling(_ opening: String, _ bytes: Int) -> some Sequence<StubStep> {
        let piece = String(repeating: "x", count: 8_192)
        return (0...(bytes / 8_192)).lazy.map { .send($0 == 0 ? opening : piece) }
    }

    private static func chain(_ parts: any Sequence<StubStep>...) -> StubSteps {
        AnyIterator(parts.lazy.flatMap { erased($0) }.makeIterator())
    }

    private static func erased(_ steps: some Sequence<StubStep>) -> AnySequence<StubStep> { AnySequence(steps) }
}
