import NIOCore

/// Reads a part of a file, 64 KB at a time and as fast as they are taken.
struct DescriptorBytes: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    let descriptor: Descriptor
    let range: Range<Int>

    struct AsyncIterator: AsyncIteratorProtocol {
        let descriptor: Descriptor
        var rest: Range<Int>

        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            let (descriptor, offset, count) = (descriptor, rest.lowerBound, rest.prefix(65_536).count)
            let piece = try await onFileThread { try descriptor.read(count, at: offset) }
            guard piece.readableBytes == count else { throw FilesError.storageUnavailable("a file ends too early") }
            rest = rest.dropFirst(count)
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(descriptor: descriptor, rest: range) }
}
