import Crypto
import Glibc
import NIOCore
import NIOPosix

/// An open file of ours; closed with the last reference to it.
final class Descriptor: Sendable {
    let number: Int32

    /// Opens a path that must not be a link.
    ///
    /// - Throws: ``FilesError/notFound``, ``FilesError/storageUnavailable(_:)``.
    init(_ path: String, _ flags: Int32) throws(FilesError) {
        number = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard number >= 0 else { throw errno == ENOENT ? .notFound : .failing("open") }
    }

    deinit { close(number) }

    var size: Int? {
        var status = stat()
        guard fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    func write(_ buffer: ByteBuffer) throws(FilesError) {
        var rest = buffer.readableBytesView[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(number, $0.baseAddress, $0.count) }
            guard count > 0 || errno == EINTR else { throw .failing("write") }
            rest = rest.dropFirst(max(0, count))
        }
    }

    /// Up to `count` bytes from `offset`; fewer at the end only.
    func read(_ count: Int, at offset: Int) throws(FilesError) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: count)
        while buffer.readableBytes < count {
            let start = offset + buffer.readableBytes
            let got = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: count - buffer.readableBytes) { target in
                max(0, pread(number, target.baseAddress, min(target.count, count - (start - offset)), off_t(start)))
            }
            if got == 0 { break }
        }
        return buffer
    }

    func hash(of range: Range<Int>) throws(FilesError) -> ContentHash {
        var hasher = SHA256()
        for start in stride(from: range.lowerBound, to: range.upperBound, by: 65_536) {
            let piece = try read(min(65_536, range.upperBound - start), at: start)
            piece.readableBytesView.withUnsafeBytes { hasher.update(bufferPointer: $0) }
        }
        return ContentHash(hasher.finalize())
    }

    /// Waits until the bytes are on the disk.
    func synchronize() throws(FilesError) {
        guard fsync(number) == 0 else { throw .failing("fsync") }
    }
}

extension FilesError {
    /// What the system said of a call, without the path: that would tell where things are.
    static func failing(_ call: StaticString) -> FilesError {
        let code = errno
        if code == ENOSPC || code == EDQUOT { return .storageFull }
        return .storageUnavailable("\(call): \(String(cString: strerror(code)))")
    }
}

/// Blocking calls run on NIO's threads for that, which are few: a slow disk makes callers wait and stops nothing else.
func onFileThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await NIOThreadPool.singleton.runIfActive(body)
}

/// The same for bodies that throw nothing but ``FilesError``; cancelling the task is an interruption.
func onDisk<R: Sendable>(_ body: @escaping @Sendable () throws(FilesError) -> R) async throws(FilesError) -> R {
    do {
        return try await onFileThread(body)
    } catch let error as FilesError {
        throw error
    } catch {
        throw .interrupted
    }
}
