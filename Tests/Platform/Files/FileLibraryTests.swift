import Files
import Foundation
import Logging
import NIOCore
import Postgres
import TestKit
import Testing
import Values

@Suite("A school's files", .timeLimit(.minutes(15)))
struct FileLibraryTests {
    @Test("An upload is a file once its service has committed, and is read back as it came")
    func becomesFile() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let owner = UserID()
            let file = try await library.receive(Pieces(bytes: Samples.png), .png("課題.png", owner), in: tenant)
            #expect(try await database.tenant(tenant) { try $0.file(file.id, of: "chat") } == nil)
            try await database.tenant(tenant) { try $0.keepFile(file.id, of: "chat") }
            let found = try #require(try await database.tenant(tenant) { try $0.file(file.id, of: "chat") })
            #expect(found == file)
            #expect(found.ownerID == owner && found.name.text == "課題.png" && found.isImage)
            #expect(try await library.all(of: found) == Samples.png)
            #expect(try await library.usage(tenant) == Samples.png.count)
            #expect(files(below: directory).count == 1)
        }
    }

    @Test("Files of another school and of another service are not there")
    func isolation() async throws {
        try await withLibrary { library, database, directory in
            let (tenant, other) = (TenantID(), TenantID())
            let file = try await library.kept(Samples.png, tenant)
            #expect(try await database.tenant(other) { try $0.file(file.id, of: "chat") } == nil)
            #expect(try await database.tenant(tenant) { try $0.file(file.id, of: "assignment") } == nil)
            await #expect(throws: FilesError.notFound) {
                try await database.tenant(other) { try $0.keepFile(file.id, of: "chat") }
            }
            #expect(try await database.tenant(other) { try $0.removeFiles([file.id], of: "chat") } == 0)
            _ = try await library.kept(Samples.png, other)
            #expect(files(below: directory).count == 2)
        }
    }

    @Test("The same content is stored once for a school, takes room once, and goes with its last file")
    func sharing() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let first = try await library.kept(Samples.png, tenant, name: "a.png")
            let second = try await library.kept(Samples.png, tenant, name: "b.png")
            #expect(first.objectID == second.objectID)
            #expect(try await library.usage(tenant) == Samples.png.count)
            try await database.tenant(tenant) { try $0.removeFiles([first.id], of: "chat") }
            #expect(try await library.sweep() == SweepReport())
            #expect(try await library.all(of: second) == Samples.png)
            try await database.tenant(tenant) { try $0.removeFiles([second.id], of: "chat") }
            #expect(try await library.usage(tenant) == 0)
            let third = try await library.kept(Samples.png, tenant)
            #expect(third.objectID != second.objectID)
            #expect(try await library.sweep() == SweepReport(objects: 1))
            #expect(try await library.all(of: third) == Samples.png)
            #expect(files(below: directory) == ["objects/" + third.key.path])
        }
    }

    @Test("What is refused stores nothing and takes no room")
    func refusals() async throws {
        try await withLibrary(quota: 10_000) { library, database, directory in
            let tenant = TenantID()
            func refuse(_ bytes: [UInt8], _ upload: Upload, _ expected: FilesError) async {
                await #expect(throws: expected) {
                    _ = try await library.receive(Pieces(bytes: bytes), upload, in: tenant)
                }
            }
            await refuse(Samples.png, .png("../a.png"), .invalidName("must not contain a path"))
            await refuse(Samples.html, .png("a.png"), .contentMismatch(declared: "image/png", found: "text/html"))
            await refuse([], .png("a.png"), .empty)
            await refuse(Samples.png + [UInt8](repeating: 0, count: 5000), .png("a.png"), .tooLarge(limit: 5000))
            await #expect(throws: Pieces.Broken.self) {
                _ = try await library.receive(Pieces(bytes: Samples.png, breaksOff: true), .png("a.png"), in: tenant)
            }
            #expect(files(below: directory) == [])
            let rows = try await database.tenant(tenant).value("select count(*) from files.files", as: Int.self)
            #expect(rows == 0)
            #expect(try await library.usage(tenant) == 0)
        }
    }

    @Test("However many arrive at once, a school's room is never exceeded")
    func quota() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            try await database.tenant(tenant) { try $0.setFileQuota(7 * 1000 + 999) }
            let outcomes = await withTaskGroup(of: Result<StoredFile, any Error>.self) { group in
                for number in 0..<30 {
                    group.addTask {
                        let bytes = Array("\(number)\n".utf8)
                        let text = bytes + [UInt8](repeating: UInt8(ascii: "a"), count: 1000 - bytes.count)
                        do {
                            return .success(try await library.receive(Pieces(bytes: text), .text(), in: tenant))
                        } catch {
                            return .failure(error)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let taken = outcomes.compactMap { try? $0.get() }
            #expect(taken.count == 7)
            for case .failure(let error) in outcomes {
                #expect(error as? FilesError == .quotaExceeded(quota: 7999))
            }
            #expect(try await library.usage(tenant) == 7000)
            #expect(files(below: directory).count == 7)
        }
    }

    @Test("An upload that never became a file is swept, and a late service is told so")
    func abandoned() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let upload = try await library.receive(Pieces(bytes: Samples.png), .png("a.png"), in: tenant)
            let file = try await library.kept(Samples.gif, tenant, name: "b.gif", type: "image/gif")
            #expect(try await library.sweep() == SweepReport())
            #expect(try await library.sweep(abandonedAfter: .seconds(-5)) == SweepReport(uploads: 1, objects: 1))
            await #expect(throws: FilesError.notFound) {
                try await database.tenant(tenant) { try $0.keepFile(upload.id, of: "chat") }
            }
            #expect(files(below: directory) == ["objects/" + file.key.path])
            #expect(try await library.usage(tenant) == Samples.gif.count)
        }
    }

    @Test("Bytes that no row knows are removed, and rows whose bytes are gone are named")
    func comparing() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let (whole, lost) = (
                try await library.kept(Samples.png, tenant),
                try await library.kept(Samples.gif, tenant, name: "b.gif", type: "image/gif")
            )
            let stray = ObjectKey(tenant: TenantID(), hash: .example)
            let path = directory + "/objects/" + stray.path
            try FileManager.default.createDirectory(
                atPath: String(path.prefix { $0 != "." }.dropLast(65)),
                withIntermediateDirectories: true
            )
            #expect(FileManager.default.createFile(atPath: path, contents: Data([1])))
            #expect(try await library.compare() == CompareReport(objects: 2))
            try FileManager.default.removeItem(atPath: directory + "/objects/" + lost.key.path)
            let report = try await library.compare(orphanedAfter: .seconds(-5))
            #expect(report == CompareReport(objects: 1, orphans: 1, missing: [lost.key]))
            #expect(files(below: directory) == ["objects/" + whole.key.path])
        }
    }

    @Test("What no row knows goes a day after this database saw it first, and never from beside one that knows no file")
    func strays() async throws {
        try await withLibrary { library, database, directory in
            let stray = ObjectKey(tenant: TenantID(), hash: .example)
            let path = directory + "/objects/" + stray.path
            try FileManager.default.createDirectory(
                atPath: String(path.prefix { $0 != "." }.dropLast(65)),
                withIntermediateDirectories: true
            )
            let old: [FileAttributeKey: Any] = [.modificationDate: Date(timeIntervalSinceNow: -10 * 86_400)]
            #expect(FileManager.default.createFile(atPath: path, contents: Data([1]), attributes: old))
            try FileManager.default.setAttributes(old, ofItemAtPath: path)
            let wait: Query = "update files.strays set first_seen_at = first_seen_at - interval '2 days'"
            let all = database.platform(reason: "let time go by")

            #expect(try await library.compare() == CompareReport(strays: 1))
            try await all.execute(wait)
            #expect(try await library.compare() == CompareReport(strays: 1), "it knows no file")
            _ = try await library.kept(Samples.png, TenantID())
            #expect(try await library.compare(removing: false) == CompareReport(objects: 1, strays: 1))
            try await all.execute("delete from files.strays")
            #expect(try await library.compare() == CompareReport(objects: 1, strays: 1), "it is new to this database")
            try await all.execute(wait)
            #expect(try await library.compare() == CompareReport(objects: 1, orphans: 1))
            #expect(files(below: directory).count == 1)
            let noted = try await all.value("select count(*) from files.strays", as: Int.self)
            #expect(noted == 1)
            #expect(try await library.compare() == CompareReport(objects: 1))
            #expect(try await all.value("select count(*) from files.strays", as: Int.self) == 0)
        }
    }

    @Test("A store that fails leaves no row and takes no room")
    func failingStore() async throws {
        try await withLibrary(store: BrokenStore()) { library, database, directory in
            let tenant = TenantID()
            await #expect(throws: FilesError.storageUnavailable("broken")) {
                _ = try await library.receive(Pieces(bytes: Samples.png), .png("a.png"), in: tenant)
            }
            let rows = try await database.tenant(tenant).value("select count(*) from files.files", as: Int.self)
            #expect(rows == 0)
            #expect(try await library.usage(tenant) == 0)
            #expect(files(below: directory) == [])
        }
    }

    @Test("Whatever is uploaded, kept, dropped and swept at once, storage and database agree", arguments: [1, 2, 3])
    func race(seed: UInt64) async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let contents = (0..<3).map { Array("content \($0)\n".utf8) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<6 {
                    group.addTask {
                        var random = SplitMix(state: seed &* 1000 &+ UInt64(worker))
                        for _ in 0..<25 {
                            let bytes = contents[Int.random(in: 0..<3, using: &random)]
                            let file = try await library.receive(Pieces(bytes: bytes), .text(), in: tenant)
                            switch Int.random(in: 0..<4, using: &random) {
                            case 0: await library.discard(file)
                            case 1: break
                            default:
                                try await database.tenant(tenant) { try $0.keepFile(file.id, of: "chat") }
                                #expect(try await library.all(of: file) == bytes, "seed \(seed)")
                                if Bool.random(using: &random) {
                                    try await database.tenant(tenant) { try $0.removeFiles([file.id], of: "chat") }
                                }
                            }
                        }
                    }
                }
                group.addTask { for _ in 0..<20 { try await library.sweep() } }
                try await group.waitForAll()
            }
            try await library.sweep(abandonedAfter: .seconds(-5))
            let report = try await library.compare(orphanedAfter: .seconds(-5))
            let kept = try await database.tenant(tenant).value(
                "select coalesce(sum(size), 0)::bigint from files.objects where state = 'kept'",
                as: Int.self
            )
            #expect(report.missing == [] && report.orphans == 0, "seed \(seed)")
            #expect(try await library.usage(tenant) == kept, "seed \(seed)")
            #expect(files(below: directory).count == report.objects, "seed \(seed)")
        }
    }

    @Test("The schema keeps the rules of tenant tables")
    func schemaRules() async throws {
        let test = try await TestDatabase.make([FilesSchema.migrations])
        #expect(try await Migrator(test.administrator, logger: .quiet).schemaViolations() == [])
        try await test.drop()
    }
}

/// A store that takes nothing.
struct BrokenStore: FileStore {
    func keep(_ file: SpooledFile, as key: ObjectKey) async throws(FilesError) { throw .storageUnavailable("broken") }
    func size(of key: ObjectKey) async throws(FilesError) -> Int? { nil }
    func bytes(of key: ObjectKey, in range: Range<Int>) async throws(FilesError) -> FileBytes { throw .notFound }
    func remove(_ key: ObjectKey) async throws(FilesError) {}
    func eachBatch(_ body: ([StoredObject]) async throws -> Void) async throws {}
    func address(of key: ObjectKey, as file: FileDescription, validFor time: Duration) -> String? { nil }
}

/// Random numbers that a seed repeats (Steele, Lea and Flood, "Fast splittable pseudorandom number generators").
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ value >> 30) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ value >> 27) &* 0x94d0_49bb_1331_11eb
        return value ^ value >> 31
    }
}
