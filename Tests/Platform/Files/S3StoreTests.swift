import AsyncHTTPClient
import Files
import Foundation
import NIOCore
import NIOHTTP1
import Postgres
import TestKit
import Testing
import Values

@Suite("Keeping bytes in a bucket", .timeLimit(.minutes(10)))
struct S3StoreTests {
    @Test("What is kept is read back, whole and in part, listed, and removed once and again")
    func roundTrip() async throws {
        try await withBucket { store, spool in
            let content = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let file = try await spool.receive(Pieces(bytes: content, size: 50_000), limit: 1 << 24)
            let key = ObjectKey(tenant: TenantID(), hash: file.hash)
            #expect(try await store.size(of: key) == nil)
            await #expect(throws: FilesError.notFound) { _ = try await store.bytes(of: key, in: 0..<1) }
            try await store.keep(file, as: key)
            #expect(try await store.size(of: key) == 3_000_000)
            #expect(try await store.all(of: key, in: 0..<3_000_000) == content)
            #expect(try await store.all(of: key, in: 1_048_570..<2_097_160) == Array(content[1_048_570..<2_097_160]))
            var listed: [StoredObject] = []
            try await store.eachBatch { listed += $0 }
            #expect(listed.map(\.key) == [key])
            #expect(listed.map(\.size) == [3_000_000])
            #expect(abs(listed.first?.modifiedAt.timeIntervalSinceNow ?? 1000) < 600)
            try await store.remove(key)
            try await store.remove(key)
            #expect(try await store.size(of: key) == nil)
        }
    }

    @Test("A large object goes in parts and is whole")
    func parts() async throws {
        try await withBucket(partSize: 5 << 20) { store, spool in
            let content = (0..<(11 << 20)).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) }
            let file = try await spool.receive(Pieces(bytes: content, size: 1 << 20), limit: 1 << 24)
            let key = ObjectKey(tenant: TenantID(), hash: file.hash)
            try await store.keep(file, as: key)
            #expect(try await store.all(of: key, in: 0..<content.count) == content)
        }
    }

    @Test("A signed address names the file for the browser, as a download, and ends after a week at the latest")
    func address() throws {
        let store = S3Store(try location("https://s3.example.com", "bucket"), client: .shared)
        let key = ObjectKey(tenant: TenantID(), hash: .example)
        let name = try FileName(parsing: "課題.pdf")
        let file = FileDescription(name: name, mediaType: "application/pdf", size: 3, hash: .example)
        let address = try #require(store.address(of: key, as: file, validFor: .seconds(9_000_000)))
        let parts = try #require(URLComponents(string: address))
        let query = Dictionary(uniqueKeysWithValues: (parts.queryItems ?? []).map { ($0.name, $0.value) })
        #expect(parts.host == "s3.example.com" && parts.path == "/bucket/" + key.path)
        #expect(query["response-content-type"] == "application/pdf")
        #expect(
            query["response-content-disposition"]
                == #"attachment; filename="__.pdf"; filename*=UTF-8''%E8%AA%B2%E9%A1%8C.pdf"#
        )
        #expect(query["X-Amz-Expires"] == "604800")
        #expect(query["X-Amz-Credential"]??.hasPrefix("key/") == true)
        #expect(DirectoryStore(directory: "/nowhere").address(of: key, as: file, validFor: .seconds(60)) == nil)
    }

    @Test("A wrong key is refused by the service and says so without naming it")
    func wrongKey() async throws {
        try await withBucket(secretKey: "wrong") { store, spool in
            let file = try await spool.receive(Pieces(bytes: [1]), limit: 10)
            let key = ObjectKey(tenant: TenantID(), hash: file.hash)
            await #expect(throws: FilesError.storageUnavailable("S3 answered 403 SignatureDoesNotMatch")) {
                try await store.keep(file, as: key)
            }
        }
    }

    @Test("A service that stumbles is asked again, and one that stays down is an error, soon")
    func stumbling() async throws {
        try await HTTPStub.with { stub in
            let store = S3Store(try location(stub.url, "bucket"), client: .shared)
            let key = ObjectKey(tenant: TenantID(), hash: .example)
            stub.answer { number, _ in .init(number < 2 ? 503 : 204, "") }
            try await store.remove(key)
            #expect(stub.asked.count == 3)
            stub.answer { _, _ in .init(500, "<Error><Code>InternalError</Code></Error>") }
            await #expect(throws: FilesError.storageUnavailable("S3 answered 500 InternalError")) {
                try await store.remove(key)
            }
            #expect(stub.asked.count == 6)
        }
        let nowhere = S3Store(try location("http://127.0.0.1:9", "bucket"), client: .shared)
        await #expect(throws: FilesError.storageUnavailable("S3 does not answer")) {
            _ = try await nowhere.size(of: ObjectKey(tenant: TenantID(), hash: .example))
        }
    }

    @Test("A multipart upload that fails is taken back")
    func aborted() async throws {
        try await withDirectory { directory in
            try await HTTPStub.with { stub in
                stub.answer { _, asked in
                    switch asked.method {
                    case "POST":
                        .init(
                            200,
                            "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>"
                        )
                    case "PUT": .init(403, "<Error><Code>AccessDenied</Code></Error>")
                    case "HEAD": .init(404, "")
                    default: .init(204, "")
                    }
                }
                let store = S3Store(try location(stub.url, "bucket"), client: .shared, partSize: 5 << 20)
                let bytes = [UInt8](repeating: 7, count: 6 << 20)
                let file = try await Spool(directory: directory).receive(
                    Pieces(bytes: bytes, size: 1 << 20),
                    limit: 1 << 24
                )
                let key = ObjectKey(tenant: TenantID(), hash: file.hash)
                await #expect(throws: FilesError.storageUnavailable("S3 answered 403 AccessDenied")) {
                    try await store.keep(file, as: key)
                }
                #expect(stub.asked.last?.method == "DELETE")
                #expect(stub.asked.last?.path == "/bucket/\(key.path)?uploadId=u1")
            }
        }
    }

    @Test("Files of a school live in a bucket as in a directory")
    func library() async throws {
        try await withBucket { store, _ in
            try await withLibrary(store: store) { library, database, directory in
                let tenant = TenantID()
                let file = try await library.kept(Samples.png, tenant)
                #expect(try await library.all(of: file) == Samples.png)
                #expect(files(below: directory) == [])
                #expect(try await library.compare() == CompareReport(objects: 1))
                try await database.tenant(tenant) { try $0.removeFiles([file.id], of: "chat") }
                #expect(try await library.sweep() == SweepReport(objects: 1))
                #expect(try await store.size(of: file.key) == nil)
            }
        }
    }

    @Test(
        "Addresses that name no bucket are refused",
        arguments: [
            "", "s3.example.com/bucket", "https://s3.example.com", "https://s3.example.com/", "https:///bucket",
            "https://user@s3.example.com/bucket", "https://s3.example.com/../bucket", "ftp://s3.example.com/bucket",
        ]
    )
    func addresses(url: String) {
        #expect(throws: InvalidValue.self) {
            try S3Location(url: url, region: "us-east-1", accessKey: "a", secretKey: "b")
        }
    }

    private func location(_ url: String, _ bucket: String) throws -> S3Location {
        try S3Location(url: "\(url)/\(bucket)", region: "us-east-1", accessKey: "key", secretKey: "secret")
    }

    /// Runs a test with a folder of its own in the bucket.
    private func withBucket(
        secretKey: String? = nil,
        partSize: Int = 8 << 20,
        _ body: (S3Store, Spool) async throws -> Void
    ) async throws {
        let account = try await MotoServer.shared.user()
        let location = try S3Location(
            url: "\(account.url)/school-files/\(UInt32.random(in: .min ... .max))",
            region: "us-east-1",
            accessKey: account.accessKey,
            secretKey: secretKey ?? account.secretKey
        )
        try await withDirectory { directory in
            try await body(S3Store(location, client: .shared, partSize: partSize), Spool(directory: directory))
        }
    }
}
