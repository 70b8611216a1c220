package import Logging
package import NIOCore
package import Postgres
package import Values

/// Takes, keeps and hands out the files of all schools. It knows no service: what a file is for is theirs.
///
/// ```swift
/// let upload = Upload(name: part.name, type: part.type, owner: caller.userID, service: "chat", rules: .chat)
/// let file = try await files.receive(part.bytes, upload, in: tenant)     // checked, stored, still pending
/// try await call.write { transaction in
///     try transaction.keepFile(file.id, of: "chat")                      // a file from here on, or not at all
///     …
/// }
/// ```
package struct FileLibrary: Sendable {
    let database: Database
    let store: any FileStore
    let spool: Spool
    let check: ContentCheck
    let scanner: ClamdScanner?
    let thumbnailer: Thumbnailer
    /// The most bytes of a school without a quota of its own.
    let quota: Int
    let logger: Logger

    /// - Throws: ``FilesError/storageUnavailable(_:)`` when libmagic's database is not installed.
    // tidy: allow parameter-count — its parts, named once where a campus is put together
    package init(
        database: Database,
        store: any FileStore,
        spool: Spool,
        scanner: ClamdScanner? = nil,
        quota: Int = FileLibrary.standardQuota,
        logger: Logger
    ) throws(FilesError) {
        (self.database, self.store, self.spool, self.scanner) = (database, store, spool, scanner)
        (self.quota, self.logger) = (quota, logger)
        check = try ContentCheck()
        thumbnailer = Thumbnailer()
    }

    /// Makes the directories, so that one that cannot be written to is an error at the start.
    package func prepare() async throws(FilesError) { try await spool.prepare() }

    /// 2 GB: what a school can fill before anybody has looked at the disk of a small server.
    package static let standardQuota = 2 << 30

    /// Takes an upload as it comes in: counts it, looks at it, has it scanned, makes room for it, stores it. It is
    /// pending then, and becomes a file with `transaction.keepFile`; one that never does is removed after a day.
    ///
    /// - Parameter expected: how many bytes were announced, if that is known.
    /// - Throws: ``FilesError``, or what `bytes` throws. Nothing is stored then.
    package func receive<Bytes: AsyncSequence>(
        _ bytes: Bytes,
        _ upload: Upload,
        in tenant: TenantID,
        expected: Int? = nil
    ) async throws -> StoredFile where Bytes.Element == ByteBuffer {
        let claim = try upload.rules.claim(name: upload.name, declared: upload.type)
        let usage = try await database.tenant(tenant) { try $0.fileUsage() }
        let room = (usage.quota ?? quota) - usage.bytes
        guard room > 0 else { throw FilesError.quotaExceeded(quota: usage.quota ?? quota) }
        let limit = min(upload.rules.maximumSize, room)
        let received: SpooledFile
        do {
            received = try await spool.receive(bytes, limit: limit, expected: expected)
        } catch FilesError.tooLarge where room < upload.rules.maximumSize {
            throw FilesError.quotaExceeded(quota: usage.quota ?? quota)
        }
        defer { received.remove() }
        let description = try await check.describe(received, as: claim)
        try await scanner?.scan(received)
        let file = try await register(description, upload, tenant)
        do {
            try await storeUnlessThere(received, as: file.key)
        } catch {
            await discard(file)
            throw error
        }
        return file
    }

    /// The same for what is in memory already, as the parts of a JSON body are.
    package func receive(_ bytes: ByteBuffer, _ upload: Upload, in tenant: TenantID) async throws -> StoredFile {
        let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
        continuation.yield(bytes)
        continuation.finish()
        return try await receive(stream, upload, in: tenant, expected: bytes.readableBytes)
    }

    /// Makes an upload a file where nothing else is to commit with it.
    package func keep(_ file: StoredFile) async throws {
        try await database.tenant(file.tenantID) { try $0.keepFile(file.id, of: file.service) }
    }

    /// What a school's files take, and the most they may.
    package func usage(of tenant: TenantID) async throws -> FileUsage {
        let usage = try await database.tenant(tenant) { try $0.fileUsage() }
        return FileUsage(bytes: usage.bytes, quota: usage.quota ?? quota)
    }

    /// Lets go of an upload at once that will not become a file; when that fails, the sweep does it.
    ///
    /// In a task of its own: that whoever sent it has left is a common reason.
    package func discard(_ file: StoredFile) async {
        await Task {
            do {
                try await database.tenant(file.tenantID) { try $0.removePending(file.id) }
            } catch {
                logger.warning("an upload was not discarded", metadata: ["file": "\(file.id)"])
            }
        }.value
    }

    /// The bytes of a file, or some of them, read as they are taken.
    package func bytes(of file: StoredFile, in range: Range<Int>? = nil) async throws(FilesError) -> FileBytes {
        try await store.bytes(of: file.key, in: range ?? 0..<file.size)
    }

    /// An address from which a browser can get the file for some minutes without us; `nil` when the store has none.
    package func address(of file: StoredFile, validFor time: Duration = .seconds(300)) -> String? {
        store.address(of: file.key, as: file.description, validFor: time)
    }

    /// Content that is there is not sent again; its size tells that it is there whole.
    private func storeUnlessThere(_ received: SpooledFile, as key: ObjectKey) async throws(FilesError) {
        guard try await store.size(of: key) != received.size else { return }
        try await store.keep(received, as: key)
    }
}

/// What is said of a file that is being sent, and who takes it.
package struct Upload: Sendable {
    /// As the client wrote it.
    package let name: String
    /// The media type the client declared; empty when it declared none.
    package let type: String
    package let owner: UserID
    /// The service that takes it: `chat`.
    package let service: String
    package let rules: FileRules

    package init(name: String, type: String, owner: UserID, service: String, rules: FileRules) {
        (self.name, self.type, self.owner, self.service, self.rules) = (name, type, owner, service, rules)
    }
}
