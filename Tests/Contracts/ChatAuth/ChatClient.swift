import Access
import AuthAPI
import AuthService
import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import TestKit
import Testing
import Values

/// A script or client of the chat platform at the port of its auth API, signed in or not.
struct ChatClient: Sendable {
    let campus: TestCampus
    var client: PlatformClient
    /// The body of the sign-in, where there was one.
    var session: JSON = .null

    static let password = "Sunrise-2026"

    /// Runs a test against the port, with endpoints for testing.
    static func run(_ test: @escaping @Sendable (ChatClient) async throws -> Void) async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.chatTenant = try? Subdomain(parsing: "sunrise-academy")
            $0.testingEndpoints = true
        }
        try await TestCampus.run(change) { campus in
            try await campus.onFace("chat-auth") { try await test(ChatClient(campus: campus, client: $0)) }
        }
    }

    func get(_ path: String) async throws -> PlatformClient.Answer { try await client.get(path) }
    func post(
        _ path: String,
        _ body: JSON? = nil,
        headers: [String: String] = [:]
    ) async throws -> PlatformClient.Answer { try await client.post(path, body, headers: headers) }
    func put(_ path: String, _ body: JSON) async throws -> PlatformClient.Answer { try await client.put(path, body) }
    func delete(_ path: String, _ body: JSON? = nil) async throws -> PlatformClient.Answer {
        try await client.delete(path, body)
    }

    /// Makes an account in the school with the password of these tests; verified, as the operator's are.
    @discardableResult
    func person(_ username: String, _ role: Role = .student) async throws -> User {
        var user = NewUser(
            email: try Email(parsing: "\(username)@chat.example.com"),
            name: try Line(parsing: username),
            role: role
        )
        user.username = try Username(parsing: username)
        return try await campus.campus.administration.createUser(
            user,
            password: Password(Self.password),
            in: campus.schools[0].id
        )
    }

    /// Signs somebody in and returns the client that sends their token.
    func signedIn(_ username: String) async throws -> ChatClient {
        let answer = try await post(
            "/api/auth/login",
            ["username": .string(username), "password": .string(Self.password)]
        )
        #expect(answer.status == 200, "\(answer.text)")
        var copy = self
        copy.session = answer.json
        copy.client.token = answer.json["accessToken"]?.string
        return copy
    }

    /// Makes somebody and signs them in.
    func signedInPerson(_ username: String, _ role: Role) async throws -> ChatClient {
        try await person(username, role)
        return try await signedIn(username)
    }

    /// The id of whoever signed in, as these clients know it.
    var id: String { session["user"]?["id"]?.string ?? "" }
}

extension PlatformClient.Answer {
    /// Whether it is a refusal of exactly these words: `{"error": text}` as JSON.
    func refuses(_ status: Int, _ error: String) -> Bool {
        self.status == status && json == ["error": .string(error)]
            && headers[.contentType] == "application/json; charset=utf-8"
    }

    /// The cookies it sets.
    var cookies: [String] { headers[values: .setCookie] }
}
