import CMagic
import Synchronization

/// Tells from the bytes of a file what it is, with libmagic and its compiled database.
///
/// It decompresses nothing, starts nothing and reads at most a megabyte, but for the tables of old Office files. A
/// look takes less than a millisecond, so one at a time is enough.
final class ContentDetector: Sendable {
    private let cookie: Mutex<Cookie>

    /// - Throws: ``FilesError/storageUnavailable(_:)`` when the database is not installed.
    init() throws(FilesError) { cookie = Mutex(try Cookie()) }

    /// Blocks while it reads.
    func content(of descriptor: Int32) throws(FilesError) -> DetectedContent {
        let text = cookie.withLock { $0.describe(descriptor) }
        guard let text else { throw .storageUnavailable("libmagic cannot read the file") }
        let parts = text.split(separator: ";", maxSplits: 1)
        let encoding = parts.dropFirst().first?.split(separator: "=").last.map(String.init) ?? "binary"
        return DetectedContent(mediaType: parts.first.map(String.init) ?? "", encoding: encoding)
    }

    /// Owns libmagic's handle.
    private struct Cookie: ~Copyable, @unchecked Sendable {
        // Proof: the handle belongs to this value alone, and the mutex around it lets one thread in at a time.
        private let handle: magic_t

        init() throws(FilesError) {
            let flags =
                MAGIC_MIME_TYPE | MAGIC_MIME_ENCODING | MAGIC_ERROR | MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_ELF
            guard let handle = magic_open(flags) else { throw .storageUnavailable("libmagic cannot be opened") }
            guard magic_load(handle, nil) == 0 else {
                magic_close(handle)
                throw .storageUnavailable("libmagic has no database: install libmagic-mgc")
            }
            self.handle = handle
        }

        deinit { magic_close(handle) }

        borrowing func describe(_ descriptor: Int32) -> String? {
            magic_descriptor(handle, descriptor).map { String(cString: $0) }
        }
    }
}
