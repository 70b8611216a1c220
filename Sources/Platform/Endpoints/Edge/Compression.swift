import CZlib
import HTTPTypes
import HummingbirdCore
import NIOCore

/// gzip (RFC 1952) for answers worth it: a list of courses shrinks to a fifth on a 3G link.
enum Compression {
    /// Below this the header costs more than is saved.
    private static let minimum = 1024

    static func apply(to response: inout Reply, for request: Request) {
        guard let body = response.buffer, body.readableBytes >= minimum, response.status != .notModified,
            response.headers[.contentEncoding] == nil, isText(response.headers[.contentType])
        else { return }
        response.headers.append(HTTPField(name: .vary, value: "Accept-Encoding"))
        guard accepts(request.headers[.acceptEncoding]), let compressed = gzip(body) else { return }
        response.headers[.contentEncoding] = "gzip"
        response.body = .whole(compressed)
    }

    private static func isText(_ mediaType: String?) -> Bool {
        guard let mediaType else { return false }
        return mediaType.hasPrefix("text/") || mediaType.hasPrefix("application/json")
            || mediaType.hasPrefix("application/problem+json")
    }

    private static func accepts(_ encodings: String?) -> Bool {
        guard let encodings else { return false }
        return encodings.split(separator: ",").contains { entry in
            let parts = entry.split(separator: ";").map { $0.filter { $0 != " " } }
            guard let coding = parts.first, coding == "gzip" || coding == "*" else { return false }
            return !parts.dropFirst().contains { $0.hasPrefix("q=0") && Double($0.dropFirst(2)) == 0 }
        }
    }

    /// The bytes compressed in one piece; `nil` when zlib has no memory, so that the answer goes out as it is.
    private static func gzip(_ input: ByteBuffer) -> ByteBuffer? {
        var stream = z_stream()
        let version = ZLIB_VERSION
        let size = Int32(MemoryLayout<z_stream>.size)
        // Level 5 is within two per cent of level 9 on JSON at a third of the time; 31 is a 32 KB window with gzip's
        // frame.
        guard deflateInit2_(&stream, 5, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, version, size) == Z_OK else {
            return nil
        }
        defer { deflateEnd(&stream) }
        var output = ByteBuffer()
        let bound = Int(deflateBound(&stream, UInt(input.readableBytes)))
        let isComplete = input.withUnsafeReadableBytes { source -> Bool in
            stream.next_in = UnsafeMutablePointer(mutating: source.bindMemory(to: UInt8.self).baseAddress)
            stream.avail_in = UInt32(clamping: source.count)
            var isComplete = false
            output.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { target in
                stream.next_out = target.bindMemory(to: UInt8.self).baseAddress
                stream.avail_out = UInt32(clamping: target.count)
                isComplete = deflate(&stream, Z_FINISH) == Z_STREAM_END
                return target.count - Int(stream.avail_out)
            }
            return isComplete
        }
        return isComplete ? output : nil
    }
}
