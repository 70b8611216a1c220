import AsyncHTTPClient
import FoundationEssentials
import NIOCore
import NIOHTTP1

/// Asks an S3 service: signed, with a deadline, and up to three times where it did not answer or was busy. Whatever we
/// ask may be asked twice.
struct S3Client: Sendable {
    let location: S3Location
    let http: HTTPClient
    private static let attempts = 3
    /// A page of a list has a thousand keys; nothing else is as long.
    private static let maximumAnswer = 4 << 20

    struct Answer: Sendable {
        let status: Int
        let headers: HTTPHeaders
        let body: ByteBuffer

        /// What it says in XML.
        var document: S3Document? { S3Document(Array(body.readableBytesView)) }

        /// Not as an answer to a client: it names things of ours.
        var refusal: FilesError {
            status == 404 ? .notFound : .storageUnavailable("S3 answered \(status) \(document?["Code"] ?? "")")
        }
    }

    /// What is sent: bytes of a file, or few.
    enum Body: Sendable {
        case none
        case bytes([UInt8])
        case file(Descriptor, Range<Int>)
    }

    /// - Parameter payload: the SHA-256 of the body in hexadecimal.
    func ask(
        _ request: S3Signature.Request,
        _ body: Body = .none,
        payload: String = S3Signature.emptyPayload,
        deadline: TimeAmount = .seconds(20)
    ) async throws(FilesError) -> Answer {
        var failure = FilesError.storageUnavailable("S3 does not answer")
        for attempt in 1...Self.attempts {
            do {
                let answer = try await once(request, body, payload, deadline)
                guard answer.status == 429 || answer.status >= 500 else { return answer }
                failure = answer.refusal
            } catch {
                if Task.isCancelled { throw .interrupted }
                failure = .storageUnavailable("S3 does not answer")
            }
            guard attempt < Self.attempts else { break }
            // Full jitter, so that those who failed together do not come back together.
            do {
                try await Task.sleep(for: .milliseconds(Int.random(in: 20...100 << attempt)))
            } catch {
                throw .interrupted
            }
        }
        throw failure
    }

    private func once(
        _ request: S3Signature.Request,
        _ body: Body,
        _ payload: String,
        _ deadline: TimeAmount
    ) async throws -> Answer {
        let query = request.query.isEmpty ? "" : "?" + S3Signature.query(request.query)
        var sent = HTTPClientRequest(url: location.endpoint + request.path + query)
        sent.method = HTTPMethod(rawValue: request.method)
        for (name, value) in S3Signature(location: location, date: Date()).signed(request, payload: payload) {
            sent.headers.add(name: name, value: value)
        }
        switch body {
        case .none: break
        case .bytes(let bytes): sent.body = .bytes(ByteBuffer(bytes: bytes))
        case .file(let descriptor, let range):
            sent.body = .stream(
                DescriptorBytes(descriptor: descriptor, range: range),
                length: .known(Int64(range.count))
            )
        }
        let response = try await http.execute(sent, timeout: deadline)
        // The body of an answer to HEAD is announced and does not come.
        let received =
            request.method == "HEAD" ? ByteBuffer() : try await response.body.collect(upTo: Self.maximumAnswer)
        return Answer(status: Int(response.status.code), headers: response.headers, body: received)
    }
}
