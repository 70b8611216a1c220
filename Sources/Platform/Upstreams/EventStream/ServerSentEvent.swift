package import NIOCore
import Values

/// One event of a stream of server-sent events (WHATWG HTML §9.2).
package struct ServerSentEvent: Hashable, Sendable {
    /// What kind it is; `message` when the stream does not say.
    package var name: String
    /// Its data, lines joined by a line feed; UTF-8 unless the sender broke the rules.
    package var data: [UInt8]
    /// The last id that the stream had given until then.
    package var id: String?

    /// An event to write. Without a name the writer leaves the `event` line out.
    package init(name: String = "message", data: [UInt8], id: String? = nil) {
        (self.name, self.data, self.id) = (name, data, id)
    }

    /// An event to write with a text.
    package init(name: String = "message", _ text: String, id: String? = nil) {
        self.init(name: name, data: Array(text.utf8), id: id)
    }

    /// The data as text; bytes that are no UTF-8 become U+FFFD.
    package var text: String { String(decoding: data, as: UTF8.self) }
}

extension ServerSentEvent {
    /// Appends the event as it goes over the wire, the empty line at its end included. Line breaks in a name or an id
    /// are left out, so that no text begins a line of its own.
    ///
    /// Give no id to clients of OpenAI's API: theirs take any later empty line for an event once they have seen one.
    package func write(into buffer: inout ByteBuffer) {
        if name != "message" { Self.field("event: ", Self.oneLine(name), into: &buffer) }
        if let id { Self.field("id: ", Self.oneLine(id), into: &buffer) }
        var rest = data[...]
        while let end = rest.firstIndex(where: { $0 == .lineFeed || $0 == .carriageReturn }) {
            Self.field("data: ", rest[..<end], into: &buffer)
            let isPair = rest[end] == .carriageReturn && rest[(end + 1)...].first == .lineFeed
            rest = rest[(end + (isPair ? 2 : 1))...]
        }
        Self.field("data: ", rest, into: &buffer)
        buffer.writeInteger(UInt8.lineFeed)
    }

    /// A line that clients ignore and proxies see: written while there is nothing to say, so that nobody hangs up.
    package static let heartbeat = ByteBuffer(string: ": \n\n")

    private static func field(_ name: StaticString, _ value: some Collection<UInt8>, into buffer: inout ByteBuffer) {
        buffer.writeStaticString(name)
        buffer.writeBytes(value)
        buffer.writeInteger(UInt8.lineFeed)
    }

    private static func oneLine(_ text: String) -> [UInt8] {
        text.utf8.filter { $0 != .lineFeed && $0 != .carriageReturn && $0 != 0 }
    }
}

extension UInt8 {
    static let lineFeed = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
}
