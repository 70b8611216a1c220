/// Messages that are not quite HTTP/1.1: each could be read in two ways, or not at all. A server that takes one of them
/// for a request may be made to see a second request hidden in it.
package enum HostileRequests {
    /// A message and what is wrong with it.
    package struct Message: Sendable, CustomStringConvertible {
        package let description: String
        package let bytes: String

        init(_ description: String, _ bytes: String) { (self.description, self.bytes) = (description, bytes) }
    }

    /// What would be answered if the hidden request were seen.
    package static let hidden = "GET /livez HTTP/1.1\r\nHost: a\r\nX-Hidden: 1\r\n\r\n"

    /// Messages that hide another request from one of two readers.
    package static let framing: [Message] = [
        ("length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("chunks and length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n"),
        ("two lengths", "Content-Length: 0\r\nContent-Length: 48\r\n\r\n"),
        ("the same length twice", "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
        ("a list of lengths", "Content-Length: 0, 0\r\n\r\n"),
        ("a length with a sign", "Content-Length: +0\r\n\r\n"),
        ("a negative length", "Content-Length: -1\r\n\r\n"),
        ("a hexadecimal length", "Content-Length: 0x0\r\n\r\n"),
        ("a length with a space in it", "Content-Length: 0 0\r\n\r\n"),
        ("an empty length", "Content-Length: \r\n\r\n"),
        ("a length beyond all numbers", "Content-Length: 99999999999999999999999\r\n\r\n"),
        ("another encoding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        ("chunks under gzip", "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
        ("chunks that are not last", "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        ("chunked twice", "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
        ("two encodings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
        ("a vertical tab before chunked", "Transfer-Encoding: \u{0b}chunked\r\n\r\n0\r\n\r\n"),
        ("quoted chunked", "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n"),
        ("a space before the colon", "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        ("a name with a space", "Transfer Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("a name with a control character", "Transfer\u{01}-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("a folded line", "X-Folded: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("a folded encoding", "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n"),
        ("a bare carriage return", "X-A: b\rTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
        ("a NUL in a value", "X-A: a\0b\r\n\r\n"),
        ("a line without a colon", "X-A\r\n\r\n"), ("a nameless line", ": a\r\n\r\n"),
        ("a negative chunk", "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n"),
        ("a chunk beyond all numbers", "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff1\r\n\r\n0\r\n\r\n"),
        ("a chunk size that is no number", "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n0\r\n\r\n"),
        ("a chunk longer than it says", "Transfer-Encoding: chunked\r\n\r\n2\r\n{}{}\r\n0\r\n\r\n"),
        ("a chunk size with 0x", "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n"),
        ("two hosts", "Host: b\r\n\r\n"), ("a host with a space", "X-A: b\r\nHost: a b\r\n\r\n"),
    ].map { Message($0.0, "POST /api/auth/logout HTTP/1.1\r\nHost: a\r\n" + $0.1 + hidden) }

    /// First lines that no HTTP/1.1 request has, and heads without what each must have.
    package static let heads: [Message] = [
        ("no version", "GET /livez\r\n\r\n"), ("no host", "GET /livez HTTP/1.1\r\nX-A: b\r\n\r\n"),
        ("a third word", "GET /livez /x HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a tab", "GET\t/livez\tHTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a version to come", "GET /livez HTTP/3.0\r\nHost: a\r\n\r\n"),
        ("an odd version", "GET /livez HTTP/1.10\r\nHost: a\r\n\r\n"),
        ("a small version", "GET /livez http/1.1\r\nHost: a\r\n\r\n"),
        ("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        ("another protocol", "SSH-2.0-OpenSSH_9.2\r\n\r\n"),
        ("a method with a sign", "G@T /livez HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a small method", "get /livez HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a target without a slash", "GET livez HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("an authority to connect to", "CONNECT evil.example:443 HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a trace", "TRACE /livez HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a NUL in the target", "GET /li\0vez HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("bytes beyond ASCII in the target", "GET /lïvez HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a target of 20 KB", "GET /\(String(repeating: "a", count: 20_000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a target of 9 KB", "GET /\(String(repeating: "a", count: 9_000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
        ("a header of 17 KB", "GET /livez HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "a", count: 17_000))\r\n\r\n"),
        (
            "two hundred headers",
            "GET /livez HTTP/1.1\r\nHost: a\r\n" + (0..<200).map { "X-\($0): a\r\n" }.joined() + "\r\n"
        ),
    ].map(Message.init)

    /// How many answers there are in what a server wrote.
    package static func answers(in text: String) -> Int {
        text.split(separator: "HTTP/1.").count - (text.hasPrefix("HTTP/1.") ? 0 : 1)
    }

    /// The status of the first.
    package static func status(of text: String) -> Int? { Int(text.split(separator: " ").dropFirst().first ?? "") }
}
