import CampusTestKit
import Endpoints
import Testing
import UpstreamStubs
import Values

/// Rows C13 and C23 to C26 of the chat platform's contract, with chatflows that are given.
@Suite("The chat proxy's contract: chatflows", .timeLimit(.minutes(5)))
struct ChatflowTests {
    @Test("C13, C23, C24, C25: everybody sees what is assigned to them, until it is taken back or deleted")
    func lists() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let (amina, jabari) = (try await world.campus.student(), try await world.campus.student("Jabari"))
            for flow in ["flow-a", "flow-b", "stub"] { try await world.assign(flow, to: amina) }
            #expect(try await amina.chatflows() == ["campus-tutor", "flow-a", "flow-b", "stub"])
            #expect(try await jabari.chatflows() == ["campus-tutor"])
            let mine = try await amina.get("/api/v1/chatflows/my-chatflows").json
            #expect(mine[0]?["assigned_at"] == .null)
            #expect(mine[1]?["name"] == "Algebra")
            #expect(mine[1]?["category"] == "maths")
            #expect(mine[1]?["deployed"] == true)
            #expect(mine[1]?["assigned_at"]?.string?.hasSuffix("Z") == true)
            #expect(mine[3]?["type"] == "MODEL")
            #expect(
                try await amina.get("/api/v1/chatflows/").json[1]
                    == ["id": "flow-a", "name": "Algebra", "description": "Helps with sums.", "is_public": false]
            )
            let one = try await amina.get("/api/v1/chatflows/flow-a").json
            #expect(one["created"] == "2026-01-02T03:04:05.678Z")
            #expect(one["updated"] == "2026-02-03T04:05:06.789Z")
            #expect(try await jabari.get("/api/v1/chatflows/flow-a").status == 403)

            _ = try await world.unassign("flow-a", from: amina)
            world.stub.list(chatflows: [SyncedCampus.flows[0]])
            try await world.sync()
            #expect(try await amina.chatflows() == ["campus-tutor", "stub"])
            for flow in ["flow-a", "flow-b"] {
                #expect(try await amina.get("/api/v1/chatflows/\(flow)").status == 403)
                #expect(try await amina.predict("Rain?", flow).status == 403)
            }
        }
    }

    @Test("Whoever has just asked a flow and may not any more is refused at the next question")
    func endedInTheMiddle() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let amina = try await world.campus.student()
            try await world.assign("flow-a", to: amina)
            // Nobody has credits here; that is asked after who may ask.
            #expect(try await amina.predict("Rain?", "flow-a").status == 402)
            _ = try await world.unassign("flow-a", from: amina)
            #expect(try await amina.predict("Rain?", "flow-a").status == 403)
            try await world.assign("flow-a", to: amina)
            #expect(try await amina.predict("Rain?", "flow-a").status == 402)
            world.stub.list(chatflows: [])
            try await world.sync()
            #expect(try await amina.predict("Rain?", "flow-a").status == 403)
        }
    }

    @Test("C26: a flow's configuration for those who may ask it; 502 and 503 when its server does not give it")
    func configuration() async throws {
        try await SyncedCampus.run { world in
            try await world.sync()
            let amina = try await world.campus.student()
            try await world.assign("flow-a", to: amina)
            let path = "/api/v1/chatflows/flow-a/config"
            let shown = try await amina.get(path)
            #expect(shown.status == 200)
            #expect(shown.json == ["streaming": true, "id": "flow-a", "name": "Algebra", "type": "CHATFLOW"])
            #expect(try await amina.get("/api/v1/chatflows/campus-tutor/config").json["type"] == "TUTOR")
            let denied = try await world.campus.student("Jabari").get(path)
            #expect(denied.status == 403)
            #expect(denied.json["detail"] == "Access denied to this chatflow")
            for (status, told) in [(500, 502), (429, 503)] {
                world.stub.behave(StubBehaviour(.status(status, retryAfter: 60)), as: "flow-a")
                #expect(try await amina.get(path).status == told)
            }
        }
    }
}
