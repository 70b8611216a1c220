import CHiredis
import NIOCore

/// A command with its arguments.
struct RedisCommand: Sendable {
    private(set) var words: [[UInt8]]

    init(_ words: String...) { self.words = words.map { Array($0.utf8) } }

    /// The command with one more argument, of any bytes.
    func adding(_ word: [UInt8]) -> RedisCommand {
        var command = self
        command.words.append(word)
        return command
    }

    /// The command with more arguments.
    func adding(_ words: String...) -> RedisCommand {
        var command = self
        command.words += words.map { Array($0.utf8) }
        return command
    }

    /// As it is sent, written by hiredis.
    func formatted() -> ByteBuffer {
        let bytes = words.flatMap { $0 }
        return bytes.withUnsafeBufferPointer { bytes in
            var begins: [UnsafePointer<CChar>?] = []
            var lengths: [Int] = []
            // An empty buffer has no address; no word is read through this one.
            let base = bytes.baseAddress.map { UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self) }
            var offset = 0
            for word in words {
                begins.append(base.map { $0 + offset })
                lengths.append(word.count)
                offset += word.count
            }
            var text: UnsafeMutablePointer<CChar>?
            let length = redisFormatCommandArgv(&text, Int32(clamping: words.count), &begins, &lengths)
            defer { redisFreeCommand(text) }
            guard length > 0, let text else { return ByteBuffer() }
            return ByteBuffer(bytes: UnsafeRawBufferPointer(start: text, count: Int(length)))
        }
    }
}
