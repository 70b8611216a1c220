import CHiredis

/// What Redis answers (RESP2).
enum RedisValue: Hashable, Sendable {
    case null
    case integer(Int)
    case text([UInt8])
    case array([RedisValue])
    case error(String)

    var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    var bytes: [UInt8]? { if case .text(let bytes) = self { bytes } else { nil } }
    var array: [RedisValue]? { if case .array(let values) = self { values } else { nil } }

    /// Copies a reply of hiredis; the reply stays the caller's.
    init(_ reply: redisReply) {
        switch reply.type {
        case REDIS_REPLY_INTEGER: self = .integer(Int(reply.integer))
        case REDIS_REPLY_STRING, REDIS_REPLY_STATUS: self = .text(Self.bytes(reply))
        case REDIS_REPLY_ERROR: self = .error(String(decoding: Self.bytes(reply), as: UTF8.self))
        case REDIS_REPLY_ARRAY:
            self = .array(
                (0..<Int(reply.elements)).map { index in
                    reply.element?[index].map { RedisValue($0.pointee) } ?? .null
                }
            )
        default: self = .null
        }
    }

    private static func bytes(_ reply: redisReply) -> [UInt8] {
        guard let text = reply.str else { return [] }
        return Array(UnsafeRawBufferPointer(start: text, count: Int(reply.len)))
    }
}
