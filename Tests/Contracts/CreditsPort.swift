import AsyncHTTPClient
import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

extension TestCampus {
    /// Runs a test against accounting's own port, which the chat platform's scripts use.
    func atCredits(_ test: @escaping @Sendable (PlatformClient) async throws -> Void) async throws {
        let service = try #require(campus.services.first { $0.identity.name == "accounting" })
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: campus.parts.logger,
            onRunning: { port.yield($0) },
            responder: campus.responder(of: service)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            let found = try #require(await ports.first { _ in true })
            try await test(PlatformClient(baseURL: "http://127.0.0.1:\(found)", client: http))
        }
    }
}

extension PlatformClient.Answer {
    /// Status and body in one, to compare both at once.
    var outcome: String { "\(status) \(text)" }
}

extension Person {
    /// The person's id as the chat platform writes it.
    var chatID: String { ChatUserID(id).text }

    /// How many whole credits the person has.
    func credits() async throws -> Int? { try await get("/api/credits/total-balance").json["totalCredits"]?.integer }

    /// Gives somebody credits.
    func allocate(_ credits: Int, to person: Person, days: Int = 30) async throws -> PlatformClient.Answer {
        try await post(
            "/api/credits/allocate",
            ["userId": .string(person.chatID), "credits": .integer(credits), "expiryDays": .integer(days)]
        )
    }
}

/// The members of an answer's object.
extension JSON {
    /// The names of an object's members, in order.
    var names: [String] { object?.members.map(\.name) ?? [] }
}
