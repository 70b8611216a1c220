package import AsyncHTTPClient
import FoundationEssentials
package import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
package import Values

/// Somebody who uses the platform over HTTP, signed in or not: what `elymica verify` and the tests drive it with.
package struct PlatformClient: Sendable {
    private let client: HTTPClient
    /// Where the gateway, or a service, answers: `http://localhost:8000`.
    package let baseURL: String
    /// Sent with every request, as the portals do.
    package var token: String?
    package var tenantID: String?

    package init(baseURL: String, client: HTTPClient) {
        self.baseURL = baseURL.hasSuffix("/") ? String(baseURL.dropLast()) : baseURL
        self.client = client
    }

    /// An answer as it came.
    package struct Answer: Sendable {
        package let status: Int
        package let headers: HTTPFields
        package let bytes: [UInt8]
        /// The body as JSON; `null` when it is something else.
        package var json: JSON { (try? JSON(parsing: bytes)) ?? .null }
        /// The body as text.
        package var text: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// Reads.
    package func get(_ path: String, headers: [String: String] = [:]) async throws -> Answer {
        try await send("GET", path, headers: headers)
    }
    /// Posts JSON, or an empty body.
    package func post(_ path: String, _ json: JSON? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await send("POST", path, body: json.map { Array($0.compact.utf8) }, headers: headers)
    }
    /// Puts JSON, or an empty body.
    package func put(_ path: String, _ json: JSON? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await send("PUT", path, body: json.map { Array($0.compact.utf8) }, headers: headers)
    }
    /// Patches with JSON, or an empty body.
    package func patch(_ path: String, _ json: JSON? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await send("PATCH", path, body: json.map { Array($0.compact.utf8) }, headers: headers)
    }
    /// Deletes.
    package func delete(_ path: String, _ json: JSON? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await send("DELETE", path, body: json.map { Array($0.compact.utf8) }, headers: headers)
    }

    /// Sends any bytes; JSON unless `headers` say otherwise. Answers of more than 64 MB are refused.
    package func send(
        _ method: String,
        _ path: String,
        body: [UInt8]? = nil,
        headers: [String: String] = [:],
        within limit: Duration = .seconds(10)
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: baseURL + path)
        request.method = .init(rawValue: method)
        if let token { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
        if let tenantID { request.headers.add(name: "X-Tenant-ID", value: tenantID) }
        if let body {
            request.headers.add(name: "Content-Type", value: "application/json")
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        let response = try await client.execute(request, timeout: .init(limit))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        var fields = HTTPFields()
        for (name, value) in response.headers {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        return Answer(status: Int(response.status.code), headers: fields, bytes: Array(bytes.readableBytesView))
    }

    /// Signs in and returns the client that sends the token.
    package func signedIn(school: String, email: String, password: String) async throws -> PlatformClient {
        let answer = try await post(
            "/api/auth/login",
            ["tenant_subdomain": .string(school), "email": .string(email), "password": .string(password)]
        )
        guard answer.status == 200, let token = answer.json["access_token"]?.string else {
            throw Problem(
                .init(code: answer.status),
                answer.json["code"]?.string ?? "sign_in_failed",
                "Signing in as \(email) was answered with \(answer.status)."
            )
        }
        var client = self
        client.token = token
        client.tenantID = answer.json["tenant"]?["id"]?.string
        return client
    }
}
