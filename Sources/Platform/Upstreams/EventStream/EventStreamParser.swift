/// Takes a stream of server-sent events apart as its bytes arrive, by the rules of WHATWG HTML §9.2.6: lines end with
/// CR, LF or both, a byte order mark at the start is ignored, an event that the stream ends in the middle of never was.
///
/// The pieces may be cut anywhere, inside a character as well. What it keeps is bounded: an endless line and an endless
/// event are errors, after which it must not be fed again.
package struct EventStreamParser: Sendable {
    private let maximumLine: Int
    private let maximumEvent: Int
    private var line: [UInt8] = []
    private var data: [UInt8] = []
    private var name = ""
    private var id: String?
    private var isFirstLine = true
    private var skipsLineFeed = false
    /// How long the sender asks to wait before connecting again, in milliseconds.
    package private(set) var retry: Int?

    /// `maximumLine` bytes in one line, `maximumEvent` in the data of one event.
    package init(maximumLine: Int = 4 << 20, maximumEvent: Int = 4 << 20) {
        (self.maximumLine, self.maximumEvent) = (maximumLine, maximumEvent)
    }

    /// The events that these bytes complete, oldest first.
    package mutating func feed(_ bytes: some Collection<UInt8>) throws(EventStreamError) -> [ServerSentEvent] {
        guard let first = bytes.first else { return [] }
        var events: [ServerSentEvent] = []
        var rest = bytes[...]
        if skipsLineFeed, first == .lineFeed { rest = rest.dropFirst() }
        skipsLineFeed = false
        while let end = rest.firstIndex(where: { $0 == .lineFeed || $0 == .carriageReturn }) {
            try append(rest[..<end])
            let isReturn = rest[end] == .carriageReturn
            rest = rest[rest.index(after: end)...]
            if isReturn {
                if rest.isEmpty { skipsLineFeed = true }
                if rest.first == .lineFeed { rest = rest.dropFirst() }
            }
            if let event = try endLine() { events.append(event) }
        }
        try append(rest)
        return events
    }

    private mutating func append(_ bytes: some Collection<UInt8>) throws(EventStreamError) {
        guard bytes.count <= maximumLine - line.count else { throw .lineTooLong }
        line.append(contentsOf: bytes)
    }

    private mutating func endLine() throws(EventStreamError) -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: line.capacity <= 65_536) }
        if isFirstLine, line.starts(with: [0xef, 0xbb, 0xbf]) { line.removeFirst(3) }
        isFirstLine = false
        guard !line.isEmpty else { return dispatch() }
        let colon = line.firstIndex(of: UInt8(ascii: ":")) ?? line.endIndex
        var value = line[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: line[..<colon].prefix(8), as: UTF8.self) {
        case "data":
            guard value.count < maximumEvent - data.count else { throw .eventTooLarge }
            data.append(contentsOf: value)
            data.append(.lineFeed)
        // Longer ones than anybody gives are told apart by their beginnings.
        case "event": name = String(decoding: value.prefix(200), as: UTF8.self)
        case "id": if !value.contains(0) { id = String(decoding: value, as: UTF8.self) }
        case "retry":
            if value.allSatisfy({ (0x30...0x39).contains($0) }) {
                retry = Int(String(decoding: value, as: UTF8.self)) ?? retry
            }
        default: break
        }
        return nil
    }

    private mutating func dispatch() -> ServerSentEvent? {
        defer {
            data.removeAll(keepingCapacity: data.capacity <= 65_536)
            name = ""
        }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(name: name.isEmpty ? "message" : name, data: Array(data.dropLast()), id: id)
    }
}

/// Why a stream of events is not read on.
package enum EventStreamError: Error, Hashable, Sendable {
    case lineTooLong
    case eventTooLarge
}
