import CHiredis
import NIOCore

/// Makes values of the bytes that Redis sends, with hiredis' reader. Belongs to one connection.
final class RedisReader {
    /// More than this in one answer is nothing that we asked for.
    private static let maximumAnswer = 16 << 20

    private let reader: UnsafeMutablePointer<redisReader>

    init() throws {
        guard let reader = redisReaderCreate() else { throw RedisLost("out of memory") }
        self.reader = reader
    }

    deinit { redisReaderFree(reader) }

    /// Takes what arrived.
    func feed(_ bytes: ByteBuffer) throws {
        let outcome = bytes.withUnsafeReadableBytes { bytes in
            redisReaderFeed(reader, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
        }
        guard outcome == REDIS_OK, reader.pointee.len - reader.pointee.pos <= Self.maximumAnswer else {
            throw RedisLost("an answer was too large")
        }
    }

    /// The next whole answer, if there is one.
    func next() throws -> RedisValue? {
        var reply: UnsafeMutableRawPointer?
        guard redisReaderGetReply(reader, &reply) == REDIS_OK else { throw RedisLost("an answer was no RESP") }
        guard let reply else { return nil }
        defer { freeReplyObject(reply) }
        return RedisValue(reply.assumingMemoryBound(to: redisReply.self).pointee)
    }
}

/// The connection is gone, or of no use any more.
struct RedisLost: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
