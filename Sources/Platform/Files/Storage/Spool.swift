import Crypto
import FoundationEssentials
import Glibc
package import NIOCore
import Synchronization

/// A directory of this machine where bytes stand while they come in and are looked at.
///
/// An upload never stands in memory, and nothing is in a store that was not received whole and found good.
package struct Spool: Sendable {
    let directory: String

    /// The directory is made when it is needed; only this program may look into it.
    package init(directory: String) { self.directory = directory }

    /// Makes the directory.
    package func prepare() async throws(FilesError) {
        try await onDisk { [directory] () throws(FilesError) in
            try Directories.make(directory)
            guard access(directory, W_OK | X_OK) == 0 else { throw .failing("access") }
        }
    }

    /// Writes what comes to a file, at most `limit` bytes of it.
    ///
    /// - Parameter expected: how many bytes were announced; fewer are an interruption.
    /// - Throws: ``FilesError``, or what `bytes` throws; nothing is left then.
    package func receive<Bytes: AsyncSequence>(
        _ bytes: Bytes,
        limit: Int,
        expected: Int? = nil
    ) async throws -> SpooledFile where Bytes.Element == ByteBuffer {
        if let expected, expected > limit { throw FilesError.tooLarge(limit: limit) }
        let writer = try await onDisk { [directory] () throws(FilesError) in try SpoolWriter(in: directory) }
        do {
            var size = 0
            for try await piece in bytes where piece.readableBytes > 0 {
                size += piece.readableBytes
                guard size <= limit else { throw FilesError.tooLarge(limit: limit) }
                try await onDisk { () throws(FilesError) in try writer.append(piece) }
            }
            try Task.checkCancellation()
            guard expected.map({ $0 == size }) ?? true else { throw FilesError.interrupted }
            guard size > 0 else { throw FilesError.empty }
            return try await onDisk { () throws(FilesError) in try writer.finish() }
        } catch {
            writer.file.remove()
            throw error
        }
    }

    /// Removes what a process left that was killed while it received; returns how many files that were.
    package func removeLeftovers(olderThan age: Duration) async throws(FilesError) -> Int {
        try await onDisk { [directory] in
            let oldest = Date().addingTimeInterval(-age.seconds)
            return Directories.entries(of: directory).filter { entry in
                entry.isFile && entry.modifiedAt < oldest && unlink(entry.path) == 0
            }.count
        }
    }
}

/// A file that was received whole: its size, what it is by content, and where it stands until it is stored or dropped.
package final class SpooledFile: Sendable {
    package let size: Int
    package let hash: ContentHash
    private let file: SpooledPath

    fileprivate init(_ file: SpooledPath, size: Int, hash: ContentHash) {
        (self.file, self.size, self.hash) = (file, size, hash)
    }

    package var path: String { file.path }

    func open() throws(FilesError) -> Descriptor { try Descriptor(path, O_RDONLY) }

    /// Drops it now rather than when the last one has forgotten it; a file that was stored is not here any more.
    package func remove() { file.remove() }
}

/// Writes a file of the spool and sums up what it writes.
private final class SpoolWriter: Sendable {
    let file: SpooledPath
    private let descriptor: Descriptor
    private let sum = Mutex((hasher: SHA256(), size: 0))

    init(in directory: String) throws(FilesError) {
        try Directories.make(directory)
        let path = "\(directory)/\(UUID().uuidString.lowercased()).part"
        descriptor = try Descriptor(path, O_WRONLY | O_CREAT | O_EXCL)
        file = SpooledPath(path)
    }

    func append(_ piece: ByteBuffer) throws(FilesError) {
        try descriptor.write(piece)
        sum.withLock { sum in
            piece.readableBytesView.withUnsafeBytes { sum.hasher.update(bufferPointer: $0) }
            sum.size += piece.readableBytes
        }
    }

    /// What was written, safe on the disk.
    func finish() throws(FilesError) -> SpooledFile {
        try descriptor.synchronize()
        let (digest, size) = sum.withLock { ($0.hasher.finalize(), $0.size) }
        return SpooledFile(file, size: size, hash: ContentHash(digest))
    }
}

/// A path whose file goes with it.
private final class SpooledPath: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    func remove() { unlink(path) }

    deinit { remove() }
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
