import Campus
import CampusTestKit
import Endpoints
import TestKit
import Testing
import UpstreamStubs
import Upstreams
import Values

/// A campus whose stub lists two flows and, as a server of models, the models `stub` and `slow`.
struct SyncedCampus: Sendable {
    let campus: TestCampus
    let stub: UpstreamStub
    let admin: Person

    static let admin = "/api/v1/admin/chatflows"
    static let prompt = "You are the school's secret adviser."

    static let flows: [JSON] = [
        [
            "id": "flow-a", "name": "Algebra", "description": "Helps with sums.", "deployed": true, "isPublic": false,
            "category": "maths", "type": "CHATFLOW", "apikeyid": "key-1", "flowData": .string(flowData),
            "chatbotConfig": "{\"welcomeMessage\":\"Hello\"}", "apiConfig": "{}", "analytic": "no json",
            "createdDate": "2026-01-02T03:04:05.678Z", "updatedDate": "2026-02-03T04:05:06.789Z",
        ], ["id": "flow-b", "name": "Biology", "type": "AGENTFLOW"],
    ]

    private static var flowData: String { (["nodes": [["systemMessage": .string(prompt)]]] as JSON).compact }

    /// Runs a test in one; nothing was looked up yet.
    static func run(
        _ settings: @escaping @Sendable (inout Settings) -> Void = { _ in },
        _ test: @escaping @Sendable (SyncedCampus) async throws -> Void
    ) async throws {
        try await UpstreamStub.with { stub in
            stub.list(chatflows: flows)
            let (flowise, openAI) = (
                try UpstreamAddress(parsing: stub.url), try UpstreamAddress(parsing: stub.openAIURL)
            )
            let change: @Sendable (inout Settings) -> Void = {
                ($0.upstreams.flowise, $0.upstreams.openAI) = (flowise, openAI)
                settings(&$0)
            }
            try await TestCampus.run(change) { campus in
                try await test(SyncedCampus(campus: campus, stub: stub, admin: try await campus.admin()))
            }
        }
    }

    @discardableResult
    func sync() async throws -> JSON {
        let answer = try await admin.post(Self.admin + "/sync", [:])
        #expect(answer.status == 200)
        return answer.json
    }

    @discardableResult
    func assign(_ flow: String, to person: Person) async throws -> PlatformClient.Answer {
        try await admin.post("\(Self.admin)/\(flow)/users", ["email": .string(person.email)])
    }

    func unassign(_ flow: String, from person: Person) async throws -> PlatformClient.Answer {
        try await admin.delete("\(Self.admin)/\(flow)/users", ["email": .string(person.email)])
    }
}

extension Person {
    /// The ids of what the person may ask.
    func chatflows() async throws -> [String] {
        let list = try await get("/api/v1/chat/my-assigned-chatflows").json["assigned_chatflow_ids"]
        return (list?.array ?? []).compactMap(\.string)
    }

    /// The person's id as the chat platform writes it.
    var chatID: JSON { .string(ChatUserID(id).text) }
}
