import Access
import AuthAPI
import AuthService
import CampusTestKit
import Endpoints
import FoundationEssentials
import Postgres
import TestKit
import Testing
import Values

@Suite("The audit log", .serialized, .timeLimit(.minutes(15)))
struct AuditLogTests {
    private static let path = "/api/compliance/audit-log"

    @Test("Admins read who did what from where, newest first, filtered and in pages")
    func read() async throws {
        try await TestCampus.run { campus in
            let (zuri, admin) = (try await campus.account(), try await campus.admin())
            _ = try await zuri.signIn(password: "Wrong-2026")
            _ = try await zuri.signIn()
            let all = try await admin.get(Self.path)
            let logs = try #require(all.json["logs"]?.array)
            #expect(all.status == 200)
            #expect(logs.first?["action"] == "signed_in")
            #expect(logs.first?["userId"]?.string == zuri.user.id.description)
            #expect(logs.first?["ipAddress"] == "127.0.0.1")
            #expect(logs.first?["timestamp"]?.string?.hasSuffix("Z") == true)
            #expect(logs.first?["subject"] == "zuri@sunrise.example.com")
            let failed = try await admin.get(Self.path + "?action=sign_in_failed&userId=\(zuri.user.id)")
            #expect(failed.json["logs"]?.array?.count == 1)
            #expect(failed.json["pagination"]?["total_items"] == 1)
            #expect(try await admin.get(Self.path + "?userId=\(UserID())").json["logs"] == [])
            let page = try await admin.get(Self.path + "?limit=1&page=2")
            #expect(page.json["logs"]?[0] == logs[1])
            let today = String(Timestamp.text(Date()).prefix(10))
            let whole = try await admin.get(Self.path + "?startDate=\(today)&endDate=\(today)&action=signed_in")
            #expect(whole.json["logs"]?.array?.count == 1)
            #expect(try await admin.get(Self.path + "?endDate=2020-01-01").json["logs"] == [])
            #expect(try await admin.get(Self.path + "?startDate=2999-01-01T00:00:00Z").json["logs"] == [])
        }
    }

    @Test("Nobody else reads it, no school reads another's, and what is no date is refused by name")
    func refused() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account().signIn()
            #expect(try await campus.teacher().get(Self.path).status == 403)
            #expect(try await campus.anonymous.get(Self.path).status == 401)
            let foreign = try await campus.admin(in: .second).get(Self.path + "?action=signed_in")
            #expect(foreign.json["logs"] == [])
            let admin = try await campus.admin()
            for query in ["startDate=yesterday", "endDate=2026-02-30", "userId=7", "limit=1000", "page=0"] {
                let answer = try await admin.get(Self.path + "?" + query)
                #expect(answer.status == 422)
                #expect(answer.fields == [String(query.prefix { $0 != "=" })])
            }
        }
    }

    @Test("Nobody changes or removes a line, the platform role included")
    func appendOnly() async throws {
        try await TestCampus.run { campus in
            _ = try await campus.account().signIn()
            for query in [
                "update auth.audit_log set action = 'registered'" as Query, "delete from auth.audit_log",
            ] {
                let door = campus.database.tenant(campus.schools[0].id)
                await #expect(throws: PostgresError.self) { try await door.execute(query) }
                let platform = campus.database.platform(reason: "a test tries to change the audit log")
                await #expect(throws: PostgresError.self) { try await platform.execute(query) }
            }
        }
    }

    @Test("Months are made a year ahead, dropped after seven years, and protected like every table")
    func months() async throws {
        let test = try await TestDatabase.make([AuthService.schema])
        let database = test.database()
        let months = AuditLogMonths(administrator: test.administrator)
        func names() async throws -> [String] {
            try await database.platform(reason: "a test lists the months").all(
                """
                select relname::text from pg_class join pg_inherits on inhrelid = oid
                where inhparent = 'auth.audit_log'::regclass and relname <> 'audit_log_default' order by relname
                """
            )
        }
        let made = try await names()
        #expect(made.count == 13)
        #expect(made.first == "audit_log_" + String(Timestamp.text(Date()).prefix(7)).replacing("-", with: "_"))
        let later = Date(timeIntervalSince1970: 2_000_000_000)
        try await months.keep(on: later)
        try await months.keep(on: later)
        #expect(try await names().contains("audit_log_2033_05"))
        #expect(try await names().last == "audit_log_2034_05")
        #expect(try await names().contains(made[0]))
        try await months.keep(on: Date(timeIntervalSinceNow: 8.2 * 366 * 86_400))
        #expect(try await !names().contains(made[0]))
        #expect(try await Migrator(test.administrator, logger: .quiet).schemaViolations() == [])
        await database.shutdown()
        try await test.drop()
    }
}
