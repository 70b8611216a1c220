package import AsyncHTTPClient
import Crypto
import FoundationEssentials
import HTTPTypes
import NIOCore
import NIOHTTP1
import Values

/// Keeps bytes in a bucket of any S3-compatible service.
package struct S3Store: FileStore {
    private let location: S3Location
    private let client: S3Client
    /// What is larger is sent in parts of this size; S3 takes none smaller but the last.
    private let partSize: Int

    package init(_ location: S3Location, client: HTTPClient, partSize: Int = 8 << 20) {
        self.location = location
        self.client = S3Client(location: location, http: client)
        self.partSize = max(5 << 20, partSize)
    }

    package func keep(_ file: SpooledFile, as key: ObjectKey) async throws(FilesError) {
        let descriptor = try await onDisk { () throws(FilesError) in try file.open() }
        guard file.size <= partSize else { return try await keepInParts(descriptor, file.size, as: key) }
        let answer = try await client.ask(
            .init(method: "PUT", path: location.path(key)),
            .file(descriptor, 0..<file.size),
            payload: file.hash.hexadecimal,
            deadline: .seconds(60)
        )
        guard answer.status == 200 else { throw answer.refusal }
    }

    package func size(of key: ObjectKey) async throws(FilesError) -> Int? {
        let answer = try await client.ask(.init(method: "HEAD", path: location.path(key)))
        switch answer.status {
        case 200: return answer.headers.first(name: "content-length").flatMap { Int($0) }
        case 404: return nil
        default: throw answer.refusal
        }
    }

    /// Asks for a megabyte at a time, so that a slow reader holds no connection and a broken one is made up for.
    package func bytes(of key: ObjectKey, in range: Range<Int>) async throws(FilesError) -> FileBytes {
        guard let size = try await size(of: key) else { throw .notFound }
        guard range.upperBound <= size else { throw .storageUnavailable("an object is shorter than its row says") }
        return S3Bytes(client: client, path: location.path(key), range: range)
    }

    package func remove(_ key: ObjectKey) async throws(FilesError) {
        let answer = try await client.ask(.init(method: "DELETE", path: location.path(key)))
        guard [200, 204, 404].contains(answer.status) else { throw answer.refusal }
    }

    package func eachBatch(_ body: ([StoredObject]) async throws -> Void) async throws {
        var token: String?
        repeat {
            var query = [(name: "list-type", value: "2"), (name: "prefix", value: location.keyPrefix)]
            if let token { query.append(("continuation-token", token)) }
            let answer = try await client.ask(.init(method: "GET", path: location.bucketPath, query: query))
            guard answer.status == 200, let list = answer.document else { throw answer.refusal }
            let batch = list.children.filter { $0.name == "Contents" }.compactMap(object)
            if !batch.isEmpty { try await body(batch) }
            token = list["IsTruncated"] == "true" ? list["NextContinuationToken"] : nil
        } while token != nil
    }

    private func object(_ entry: S3Document) -> StoredObject? {
        guard let name = entry["Key"], name.hasPrefix(location.keyPrefix),
            let key = ObjectKey(path: String(name.dropFirst(location.keyPrefix.count))),
            let size = entry["Size"].flatMap({ Int($0) }), let date = entry["LastModified"].flatMap(Timestamp.date)
        else { return nil }
        return StoredObject(key: key, size: size, modifiedAt: date)
    }

    package func address(of key: ObjectKey, as file: FileDescription, validFor time: Duration) -> String? {
        let headers = FileAnswer(file).headers
        return S3Signature(location: location, date: Date()).address(
            .init(
                method: "GET",
                path: location.path(key),
                query: [
                    ("response-content-disposition", headers[.contentDisposition] ?? "attachment"),
                    ("response-content-type", headers[.contentType] ?? "application/octet-stream"),
                    ("response-cache-control", headers[.cacheControl] ?? "private"),
                ]
            ),
            validFor: time
        )
    }
}

extension S3Store {
    /// A multipart upload: what was sent of one that fails is taken back, and nobody ever sees a part of it.
    private func keepInParts(_ descriptor: Descriptor, _ size: Int, as key: ObjectKey) async throws(FilesError) {
        let path = location.path(key)
        let begun = try await client.ask(.init(method: "POST", path: path, query: [("uploads", "")]))
        guard begun.status == 200, let upload = begun.document?["UploadId"] else { throw begun.refusal }
        do {
            var tags: [String] = []
            for start in stride(from: 0, to: size, by: partSize) {
                let range = start..<min(size, start + partSize)
                tags.append(try await send(descriptor, range, path, upload, number: tags.count + 1))
            }
            try await complete(path, upload, tags)
        } catch {
            // It may have been completed, and only the word of it was lost.
            if case .storageUnavailable = error, try await self.size(of: key) == size { return }
            await abort(path, upload)
            throw error
        }
    }

    private func send(
        _ descriptor: Descriptor,
        _ range: Range<Int>,
        _ path: String,
        _ upload: String,
        number: Int
    ) async throws(FilesError) -> String {
        let hash = try await onDisk { () throws(FilesError) in try descriptor.hash(of: range) }
        let answer = try await client.ask(
            .init(method: "PUT", path: path, query: [("partNumber", String(number)), ("uploadId", upload)]),
            .file(descriptor, range),
            payload: hash.hexadecimal,
            deadline: .seconds(60)
        )
        guard answer.status == 200, let tag = answer.headers.first(name: "etag"),
            tag.utf8.allSatisfy({ $0.isAlphanumeric || "\"-".utf8.contains($0) })
        else { throw answer.refusal }
        return tag
    }

    private func complete(_ path: String, _ upload: String, _ tags: [String]) async throws(FilesError) {
        let parts = tags.enumerated().map { index, tag in
            "<Part><PartNumber>\(index + 1)</PartNumber><ETag>\(tag)</ETag></Part>"
        }
        let list = Array("<CompleteMultipartUpload>\(parts.joined())</CompleteMultipartUpload>".utf8)
        let answer = try await client.ask(
            .init(method: "POST", path: path, query: [("uploadId", upload)]),
            .bytes(list),
            payload: ContentHash(SHA256.hash(data: list)).hexadecimal,
            deadline: .seconds(60)
        )
        // It answers 200 before it knows how it ends, and may say otherwise in the body.
        guard answer.status == 200, answer.document?.name == "CompleteMultipartUploadResult" else {
            throw answer.status == 200 ? .storageUnavailable("S3 did not complete an upload") : answer.refusal
        }
    }

    /// In a task of its own: an upload that was cancelled is taken back as well. What is left when this fails too goes
    /// by the bucket's own rule for incomplete uploads.
    private func abort(_ path: String, _ upload: String) async {
        let client = client
        await Task {
            _ = try? await client.ask(.init(method: "DELETE", path: path, query: [("uploadId", upload)]))
        }.value
    }
}

/// Reads a part of an object with one request for each megabyte.
private struct S3Bytes: AsyncSequence, Sendable {
    typealias Element = ByteBuffer
    typealias Failure = any Error

    let client: S3Client
    let path: String
    let range: Range<Int>

    struct AsyncIterator: AsyncIteratorProtocol {
        let client: S3Client
        let path: String
        var rest: Range<Int>

        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else { return nil }
            let part = rest.prefix(1 << 20)
            let answer = try await client.ask(
                .init(
                    method: "GET",
                    path: path,
                    headers: [("range", "bytes=\(part.lowerBound)-\(part.upperBound - 1)")]
                )
            )
            guard answer.status == 206 || answer.status == 200 else { throw answer.refusal }
            guard answer.body.readableBytes == part.count else {
                throw FilesError.storageUnavailable("S3 sent another range")
            }
            rest = rest.dropFirst(part.count)
            return answer.body
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(client: client, path: path, rest: range) }
}
