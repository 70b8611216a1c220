import NIOHTTP1
import Values

/// Whether everybody who reads a request's head agrees where the request begins and ends (RFC 9112 §6, §11.2).
///
/// The decoder refuses most of what is doubtful. What it lets through and two servers could read differently is refused
/// here, so that nothing hides behind a request: neither from us, nor from a service that we pass it on to.
enum RequestFraming {
    /// The status to refuse a head with; `nil` when there is nothing to say against it.
    static func refusal(of head: HTTPRequestHead) -> HTTPResponseStatus? {
        guard head.version == .http1_1 || head.version == .http1_0 else { return .httpVersionNotSupported }
        var hosts = 0
        var lengths = 0
        var encodings = 0
        for (name, value) in head.headers {
            // Headers are compared with texts, on the event loop.
            guard value.isStreamSafe else { return .badRequest }
            switch name.utf8.count {
            case 4 where name.lowercased() == "host":
                hosts += 1
                if value.utf8.contains(where: { $0 <= 0x20 || $0 == UInt8(ascii: ",") }) { return .badRequest }
            case 14 where name.lowercased() == "content-length":
                lengths += 1
                if value.isEmpty || !value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) { return .badRequest }
                // A length that is no number to us would be one without a limit.
                if Int(value) == nil { return .payloadTooLarge }
            case 17 where name.lowercased() == "transfer-encoding":
                encodings += 1
                if value.lowercased() != "chunked" { return .notImplemented }
            default: break
            }
        }
        if hosts > 1 || (hosts == 0 && head.version == .http1_1) { return .badRequest }
        if lengths > 1 || encodings > 1 || (encodings == 1 && (lengths == 1 || head.version == .http1_0)) {
            return .badRequest
        }
        // A target is a path, or `*` for OPTIONS; no byte of it can be read as the end of anything.
        return head.uri.utf8.allSatisfy { (0x21...0x7e).contains($0) } ? nil : .badRequest
    }
}
