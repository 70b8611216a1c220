import Files
import NIOCore
import Postgres
import TestKit
import Values

/// Runs a test with a library on a database and a directory of its own.
func withLibrary(
    quota: Int = FileLibrary.standardQuota,
    store: (any FileStore)? = nil,
    scanner: ClamdScanner? = nil,
    _ body: (FileLibrary, Database, _ directory: String) async throws -> Void
) async throws {
    try await withDirectory { directory in
        try await withDatabase([FilesSchema.migrations]) { database in
            let library = try FileLibrary(
                database: database,
                store: store ?? DirectoryStore(directory: directory + "/objects"),
                spool: Spool(directory: directory + "/incoming"),
                scanner: scanner,
                quota: quota,
                logger: .quiet
            )
            try await body(library, database, directory)
        }
    }
}

extension Upload {
    static let rules = FileRules([.png, .gif, .jpeg, .plainText], maximumSize: 5000)

    static func png(_ name: String = "a.png", _ owner: UserID = UserID()) -> Upload {
        Upload(name: name, type: "image/png", owner: owner, service: "chat", rules: rules)
    }

    static func text() -> Upload {
        Upload(name: "a.txt", type: "text/plain", owner: UserID(), service: "chat", rules: rules)
    }
}

extension FileLibrary {
    /// A file of the service `chat`.
    func kept(
        _ bytes: [UInt8],
        _ tenant: TenantID,
        name: String = "a.png",
        type: String = "image/png",
        rules: FileRules = Upload.rules
    ) async throws -> StoredFile {
        let upload = Upload(name: name, type: type, owner: UserID(), service: "chat", rules: rules)
        let file = try await receive(Pieces(bytes: bytes), upload, in: tenant)
        try await keep(file)
        return file
    }

    func usage(_ tenant: TenantID) async throws -> Int { try await usage(of: tenant).bytes }

    func all(of file: StoredFile) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await self.bytes(of: file) { bytes += piece.readableBytesView }
        return bytes
    }
}
