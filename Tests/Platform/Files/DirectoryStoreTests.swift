import Files
import Foundation
import NIOCore
import Testing
import Values

@Suite("Receiving and keeping bytes in a directory", .timeLimit(.minutes(2)))
struct DirectoryStoreTests {
    private let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    @Test("What was received is kept under its hash and read back, whole and in part")
    func roundTrip() async throws {
        try await withDirectory { directory in
            let spool = Spool(directory: directory + "/incoming")
            let store = DirectoryStore(directory: directory + "/objects")
            let file = try await spool.receive(Pieces(bytes: content), limit: 1 << 20, expected: 200_000)
            #expect(file.size == 200_000)
            let key = ObjectKey(tenant: TenantID(), hash: file.hash)
            #expect(try await store.size(of: key) == nil)
            try await store.keep(file, as: key)
            #expect(try await store.size(of: key) == 200_000)
            #expect(try await store.all(of: key, in: 0..<200_000) == content)
            #expect(try await store.all(of: key, in: 65_530..<140_001) == Array(content[65_530..<140_001]))
            #expect(try await store.all(of: key, in: 5..<5) == [])
            #expect(files(below: directory) == ["objects/" + key.path])
            #expect(ObjectKey(path: key.path) == key)
        }
    }

    @Test("What is too large, empty, interrupted or shorter than announced leaves nothing behind")
    func nothingHalfStored() async throws {
        try await withDirectory { directory in
            let spool = Spool(directory: directory)
            await #expect(throws: FilesError.tooLarge(limit: 199_999)) {
                _ = try await spool.receive(Pieces(bytes: content), limit: 199_999)
            }
            await #expect(throws: FilesError.tooLarge(limit: 10)) {
                _ = try await spool.receive(Pieces(bytes: [1]), limit: 10, expected: 11)
            }
            await #expect(throws: FilesError.empty) { _ = try await spool.receive(Pieces(bytes: []), limit: 10) }
            await #expect(throws: FilesError.interrupted) {
                _ = try await spool.receive(Pieces(bytes: [1, 2]), limit: 10, expected: 3)
            }
            await #expect(throws: Pieces.Broken.self) {
                _ = try await spool.receive(Pieces(bytes: content, breaksOff: true), limit: 1 << 20)
            }
            let dropped = try await spool.receive(Pieces(bytes: content), limit: 1 << 20)
            #expect(dropped.size == 200_000)
            dropped.remove()
            #expect(files(below: directory) == [])
        }
    }

    @Test("An upload whose task is cancelled leaves nothing behind")
    func cancelled() async throws {
        try await withDirectory { directory in
            let spool = Spool(directory: directory)
            let (stream, continuation) = AsyncStream<ByteBuffer>.makeStream()
            let upload = Task { _ = try await spool.receive(stream, limit: 1 << 20) }
            continuation.yield(ByteBuffer(bytes: content))
            upload.cancel()
            await #expect(throws: (any Error).self) { try await upload.value }
            #expect(files(below: directory) == [])
        }
    }

    @Test("Objects are listed, removed once and again, and those of one school are apart from another's")
    func listing() async throws {
        try await withDirectory { directory in
            let spool = Spool(directory: directory + "/incoming")
            let store = DirectoryStore(directory: directory + "/objects")
            var keys: Set<ObjectKey> = []
            for number in 0..<20 {
                let file = try await spool.receive(Pieces(bytes: [UInt8(number)]), limit: 10)
                for tenant in [TenantID(), TenantID()] {
                    let key = ObjectKey(tenant: tenant, hash: file.hash)
                    let copy = try await spool.receive(Pieces(bytes: [UInt8(number)]), limit: 10)
                    try await store.keep(copy, as: key)
                    keys.insert(key)
                }
            }
            _ = FileManager.default.createFile(atPath: directory + "/objects/notes.txt", contents: Data([1]))
            var listed: Set<ObjectKey> = []
            try await store.eachBatch { batch in for object in batch { listed.insert(object.key) } }
            #expect(listed == keys)
            let key = try #require(keys.first)
            try await store.remove(key)
            try await store.remove(key)
            #expect(try await store.size(of: key) == nil)
            await #expect(throws: FilesError.notFound) { _ = try await store.bytes(of: key, in: 0..<1) }
        }
    }

    @Test("What a killed process left in the spool goes when it is old")
    func leftovers() async throws {
        try await withDirectory { directory in
            let spool = Spool(directory: directory)
            try await spool.prepare()
            _ = FileManager.default.createFile(atPath: directory + "/dead.part", contents: Data([1]))
            #expect(try await spool.removeLeftovers(olderThan: .seconds(3600)) == 0)
            #expect(try await spool.removeLeftovers(olderThan: .seconds(-2)) == 1)
            #expect(files(below: directory) == [])
        }
    }

    @Test(
        "Keys that we did not write are not read",
        arguments: [
            "", "notes.txt", "a/b/c", "../../etc/passwd", "01920000-0000-7000-8000-000000000001/0a/x",
        ]
    )
    func foreignKeys(path: String) {
        #expect(ObjectKey(path: path) == nil)
    }
}
