import FoundationEssentials
import NIOCore

/// The bytes that a base64 text stands for (RFC 4648 §4), decoded a piece at a time: a file never stands in memory
/// twice.
struct Base64Bytes: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    /// The text is not base64.
    struct Malformed: Error {}

    private let text: Substring
    /// How many bytes there will be.
    let count: Int

    /// Line breaks in it, and a missing end, are forgiven.
    ///
    /// - Throws: ``Malformed`` when no base64 is that long.
    init(_ text: Substring) throws(Malformed) {
        var text = text
        if text.utf8.contains(where: { $0 == 0x0a || $0 == 0x0d }) {
            text = String(decoding: text.utf8.filter { $0 != 0x0a && $0 != 0x0d }, as: UTF8.self)[...]
        }
        if text.utf8.count % 4 > 1 { text += String(repeating: "=", count: 4 - text.utf8.count % 4) }
        let length = text.utf8.count
        guard length.isMultiple(of: 4) else { throw Malformed() }
        self.text = text
        count = length / 4 * 3 - text.utf8.suffix(2).count { $0 == UInt8(ascii: "=") }
    }

    /// What a client sends for a file: base64, or a data URL of it. Some clients put one before what is one already.
    ///
    /// - Throws: ``Malformed``.
    init(file data: String) throws(Malformed) {
        guard data.utf8.starts(with: "data:".utf8) else {
            try self.init(data[...])
            return
        }
        guard let comma = data.utf8.lastIndex(of: UInt8(ascii: ",")), data[..<comma].hasSuffix(";base64") else {
            throw Malformed()
        }
        try self.init(data[data.utf8.index(after: comma)...])
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: Substring.UTF8View

        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            let piece = rest.prefix(1 << 16)
            rest = rest.dropFirst(1 << 16)
            guard let bytes = Data(base64Encoded: Data(piece)) else { throw Malformed() }
            // The end's padding must be at the end.
            guard rest.isEmpty || bytes.count == piece.count / 4 * 3 else { throw Malformed() }
            return ByteBuffer(bytes: bytes)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: text.utf8) }
}
