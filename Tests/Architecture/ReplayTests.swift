import Access
import AuthAPI
import Campus
import CampusTestKit
import Endpoints
import Postgres
import TestKit
import Testing
import UpstreamStubs
import Upstreams
import Values

/// Two schools that know each other's ids: whatever one asks, it learns and changes nothing of the other.
@Suite("Two schools", .timeLimit(.minutes(10)))
struct ReplayTests {
    @Test("No operation of any document shows or changes anything of another school, whoever asks")
    func nothingForeign() async throws {
        try await UpstreamStub.with { stub in
            // The same flow in both schools, so that its id tells nothing.
            stub.list(chatflows: [["id": "replay-flow", "name": "A flow"]])
            let flowise = try UpstreamAddress(parsing: stub.url)
            let change: @Sendable (inout Settings) -> Void = {
                $0.chatTenant = try? Subdomain(parsing: "sunrise-academy")
                $0.upstreams.flowise = flowise
            }
            try await TestCampus.run(change) { campus in
                let (theirs, ours) = try await campus.twoWorlds()
                let before = try await Rows(of: theirs.tenant, in: campus.database)
                let traces = Traces(mark: theirs.mark, ids: before.ids)
                let operations = try DocumentedOperation.all().filter { !$0.endsOwnSessions && !$0.actsAcrossSchools }

                var signedIn = Replay(operations.filter(\.needsSignIn), as: ours, on: theirs, traces: traces)
                try await signedIn.readOwn()
                try await signedIn.run()
                #expect(signedIn.findings == [])
                #expect(try await Rows(of: theirs.tenant, in: campus.database).changed(since: before) == [])

                // Those anybody may use change a school on purpose: its audit log, its people who register, and the
                // mails that somebody asked for in their name.
                var open = Replay(operations.filter { !$0.needsSignIn }, as: ours, on: theirs, traces: traces)
                try await open.run()
                #expect(open.findings == [])
                let changed = try await Rows(of: theirs.tenant, in: campus.database).changed(since: before)
                let onPurpose = ["auth.", "events.", "notification.deliveries", "sms."]
                #expect(changed.filter { table in !onPurpose.contains { table.hasPrefix($0) } } == [])

                #expect(traces.ids.count > 20)
                #expect(signedIn.called.count + open.called.count == operations.count)
            }
        }
    }

    @Test(
        "The replay notices a table whose policies were dropped or opened",
        arguments: [
            ("alter table lms.courses disable row level security", "of the other school"),
            (
                """
                drop policy tenant_floor on lms.courses;
                create policy everything on lms.courses to elymica_tenant using (true)
                """, "of the other school"
            ),
            ("drop policy tenant_rows on lms.courses", "one's own was answered with"),
        ]
    )
    func noticed(script: String, complaint: String) async throws {
        try await TestCampus.run { campus in
            let (theirs, ours) = try await campus.twoWorlds()
            let rows = try await Rows(of: theirs.tenant, in: campus.database)
            let operations = try DocumentedOperation.all().filter { ["ListCourses", "GetCourse"].contains($0.name) }
            try await campus.run(script)
            let traces = Traces(mark: theirs.mark, ids: rows.ids)
            var replay = Replay(operations, as: ours, on: theirs, traces: traces)
            try await replay.readOwn()
            try await replay.run()
            #expect(replay.findings.contains { $0.contains(complaint) }, "\(replay.findings)")
        }
    }
}

extension TestCampus {
    /// Both schools with one of everything, and nothing left to do.
    fileprivate func twoWorlds() async throws -> (World, World) {
        let worlds = (try await world(.first, mark: "zx-a-"), try await world(.second, mark: "zx-b-"))
        try await eventually("events or jobs are left over") {
            try await database.platform(reason: "a test waits for the workers").value(
                """
                select (select count(*) from events.inbox where state = 'pending')
                    + (select count(*) from events.jobs where state in ('queued', 'running')) = 0
                """,
                as: Bool.self
            ) == true
        }
        return worlds
    }

    private func world(_ which: Which, mark prefix: String) async throws -> World {
        let mark = prefix + String(UInt64.random(in: .min ... .max), radix: 36)
        var people: [Role: World.Inhabitant] = [:]
        for role in World.roles {
            let person = try await person("\(role) \(mark)", role, in: which)
            people[role] = World.Inhabitant(id: person.id, client: person.client)
        }
        let school = schools[which.rawValue]
        return try await World.fill(school.id, subdomain: school.subdomain, mark: mark, people: people)
    }

    /// Runs a script in the campus's database as nobody should.
    fileprivate func run(_ script: String) async throws {
        let name = try await database.platform(reason: "a test asks where it is").value(
            "select current_database()",
            as: String.self
        )
        let cluster = try await TestCluster.shared.administrator()
        try await Maintenance(cluster.database(#require(name))).run(script)
    }
}
