import AsyncHTTPClient
import Endpoints
import NIOCore
import NIOHTTP1
import Values

/// Calls a provider's API: a form there, JSON back, within ten seconds and 64 KB.
struct ProviderClient: Sendable {
    let client: HTTPClient
    private static let timeout = TimeAmount.seconds(10)
    private static let maximumAnswer = 65_536

    struct Answer: Sendable {
        let status: Int
        let json: JSON?
    }

    func post(
        _ url: String,
        _ form: KeyValuePairs<String, String?>,
        headers: HTTPHeaders
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = headers
        request.headers.add(name: "Content-Type", value: "application/x-www-form-urlencoded")
        let fields = form.compactMap { name, value in
            value.map { "\(PercentEncoding.encode(name))=\(PercentEncoding.encode($0))" }
        }
        request.body = .bytes(ByteBuffer(string: fields.joined(separator: "&")))
        return try await perform(request)
    }

    func get(_ url: String, headers: HTTPHeaders) async throws -> Answer {
        var request = HTTPClientRequest(url: url)
        request.headers = headers
        return try await perform(request)
    }

    /// Throws what is worth trying again: no answer, one that is too long, 429 and 5xx.
    private func perform(_ request: HTTPClientRequest) async throws -> Answer {
        var request = request
        request.headers.add(name: "Accept", value: "application/json")
        let answer: Answer
        do {
            let response = try await client.execute(request, timeout: Self.timeout)
            let body = try await response.body.collect(upTo: Self.maximumAnswer)
            answer = Answer(status: Int(response.status.code), json: try? JSON(parsing: body.readableBytesView))
        } catch {
            if Task.isCancelled { throw CancellationError() }
            throw TextError.temporary("unreachable")
        }
        if answer.status == 429 { throw TextError.temporary("provider_busy") }
        if answer.status >= 500 { throw TextError.temporary("provider_failed") }
        return answer
    }
}
