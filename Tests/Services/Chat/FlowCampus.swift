import Campus
import CampusTestKit
import Endpoints
import Postgres
import TestKit
import Testing
import UpstreamStubs
import Upstreams
import Values

/// A campus whose tutor asks a stub, with somebody who may ask one flow and one model.
struct FlowCampus: Sendable {
    let campus: TestCampus
    let stub: UpstreamStub
    let admin: Person
    let amina: Person

    static let flow = "flow-1"
    static let model = "stub"

    /// Runs a test in one; `credits` are Amina's.
    static func run(
        credits: Int = 100,
        _ settings: @escaping @Sendable (inout Settings) -> Void = { _ in },
        _ test: @escaping @Sendable (FlowCampus) async throws -> Void
    ) async throws {
        try await UpstreamStub.with { stub in
            let (flowise, openAI) = (
                try UpstreamAddress(parsing: stub.url), try UpstreamAddress(parsing: stub.openAIURL)
            )
            let change: @Sendable (inout Settings) -> Void = {
                ($0.upstreams.flowise, $0.upstreams.openAI) = (flowise, openAI)
                settings(&$0)
            }
            try await TestCampus.run(change) { campus in
                let (admin, amina) = (try await campus.admin(), try await campus.student())
                let world = FlowCampus(campus: campus, stub: stub, admin: admin, amina: amina)
                try await world.offer(flow, kind: "flow", to: amina)
                try await world.offer(model, kind: "model", to: amina)
                if credits > 0 { try await world.give(credits, to: amina) }
                try await test(world)
            }
        }
    }

    /// Has a chatflow in the school, and assigns it.
    func offer(_ flow: String, kind: String, to person: Person) async throws {
        let school = campus.database.tenant(person.school.id)
        let id = UUIDs.next()
        let type = kind == "model" ? "MODEL" : "CHATFLOW"
        try await school.execute(
            """
            insert into chat.chatflows (tenant_id, id, flow_id, kind, name, type, synced_at)
            values (\(person.school.id), \(id)::uuid, \(flow), \(kind), \(flow), \(type), now())
            on conflict (tenant_id, flow_id) do nothing
            """
        )
        try await school.execute(
            """
            insert into chat.assignments (tenant_id, chatflow_id, user_id, is_active, assigned_at, assigned_by)
            select tenant_id, id, \(person.id), true, now(), \(admin.id) from chat.chatflows
            where flow_id = \(flow)
            """
        )
    }

    func give(_ credits: Int, to person: Person) async throws {
        let body: JSON = ["userId": .string(person.id.description), "credits": .integer(credits)]
        let answer = try await admin.post("/api/credits/allocate", body)
        #expect(answer.status == 201)
    }

    /// What somebody can spend, in whole credits.
    func balance(of person: Person) async throws -> Int? {
        try await person.get("/api/v1/chat/credits").json["credits"]?.integer
    }

    /// How many holds are open in the school.
    func openHolds() async throws -> Int {
        try await campus.database.tenant(amina.school.id).value(
            "select count(*) from accounting.holds where state = 'open'",
            as: Int.self
        ) ?? -1
    }

    /// What of the school's ledger does not add up.
    func violations() async throws -> Int {
        try await campus.database.tenant(amina.school.id).value(
            "select count(*) from accounting.violations",
            as: Int.self
        ) ?? -1
    }
}

private enum UUIDs {
    static func next() -> String { Identifier<FlowCampus>().description }
}

extension Person {
    /// Asks a chatflow in a session; status, events, body.
    func predict(
        _ question: String = "What is rain?",
        _ flow: String = FlowCampus.flow,
        in session: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> (status: Int, events: [JSON], body: JSON) {
        var body = JSONObject()
        body["question"] = .string(question)
        body["chatflow_id"] = .string(flow)
        body["sessionId"] = session.map(JSON.string)
        let answer = try await post("/api/v1/chat/predict/stream/store", .object(body), headers: headers)
        let lines = answer.status == 200 ? answer.text.split(separator: "\n") : []
        let events = lines.map { (try? JSON(parsing: Array($0.utf8))) ?? .null }
        return (answer.status, events, answer.status == 200 ? .null : answer.json)
    }
}
