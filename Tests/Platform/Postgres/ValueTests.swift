import Foundation
import Postgres
import TestKit
import Testing
import Values

@Suite("Values", .timeLimit(.minutes(15)))
struct ValueTests {
    private enum Status: String, Codable { case active, archived }

    private struct Everything: Codable, Equatable {
        var flag: Bool
        var small: Int16
        var middle: Int32
        var count: Int
        var ratio: Double
        var amount: Decimal
        var name: String
        var empty: String
        var courseID: CourseID
        var rawID: UUID
        var createdAt: Date
        var dueOn: CalendarDate
        var status: Status
        var picture: Data
        var ids: [CourseID]
        var names: [String]
        var scores: [Int]
        var none: [String]
        var email: Email
        var settings: Settings
        var tags: [String]
        var missing: String?
        var absent: Date?
        var present: Int?

        struct Settings: Codable, Equatable {
            var maximumScore: Int
            var dueAt: Date?
        }
    }

    private func example() throws -> Everything {
        Everything(
            flag: true,
            small: -3,
            middle: 70_000,
            count: .min,
            ratio: 0.1,
            amount: try #require(Decimal(string: "-120.0450")),
            name: "Ngũgĩ \"wa\" Thiong'o",
            empty: "",
            courseID: CourseID(),
            rawID: UUID(),
            createdAt: Date(timeIntervalSince1970: 1_700_000_000.25),
            dueOn: try CalendarDate(parsing: "1999-02-28"),
            status: .archived,
            picture: Data([0, 1, 255]),
            ids: [CourseID(), CourseID()],
            names: ["a", "", "{\"},"],
            scores: [1, .max],
            none: [],
            email: try Email(parsing: "amina@sunrise.example.com"),
            settings: .init(maximumScore: 80, dueAt: Date(timeIntervalSince1970: 1_700_000_000)),
            tags: ["x", "y"],
            missing: nil,
            absent: nil,
            present: 7
        )
    }

    @Test("Every type comes back as it went")
    func roundTrip() async throws {
        let sent = try example()
        let query: Query = try """
        select \(sent.flag) as flag, \(sent.small) as small, \(sent.middle) as middle, \(sent.count) as count,
            \(sent.ratio) as ratio, \(sent.amount) as amount, \(sent.name) as name, \(sent.empty) as empty,
            \(sent.courseID) as course_id, \(sent.rawID) as raw_id, \(sent.createdAt) as created_at,
            \(sent.dueOn) as due_on, \(sent.status) as status, \(sent.picture) as picture,
                \(sent.ids) as ids, \(sent.names) as names,
            \(sent.scores) as scores, \(sent.none) as none, \(sent.email) as email, \(json: sent.settings) as settings,
            \(json: sent.tags) as tags, \(sent.missing) as missing, \(sent.absent) as absent, \(sent.present) as present
        """
        try await withDatabase { (database) async throws in
            let received = try await database.tenant(TenantID()).first(query, as: Everything.self)
            #expect(received == sent)
        }
    }

    @Test(
        "Numbers of any size and scale keep their digits",
        arguments: [
            "0", "1", "-1", "10000", "99999999", "0.0001", "12345678.90123456", "-0.5", "100000000000000000000",
        ]
    )
    func decimals(text: String) async throws {
        let number = try #require(Decimal(string: text))
        try await withDatabase { (database) async throws in
            let door = database.tenant(TenantID())
            #expect(try await door.value("select \(number)", as: Decimal.self) == number)
            #expect(try await door.value("select \(number)::text::numeric = \(number)", as: Bool.self) == true)
        }
    }

    @Test("A sum of integers is an integer, an average a number")
    func aggregates() async throws {
        try await withDatabase { (database) async throws in
            let door = database.tenant(TenantID())
            #expect(try await door.value("select sum(n) from unnest(\([2, 3, 10_000])) n", as: Int.self) == 10_005)
            #expect(try await door.value("select -sum(n) from unnest(\([20_000, 3])) n", as: Int.self) == -20_003)
            #expect(try await door.value("select avg(n) from unnest(\([1, 2])) n", as: Double.self) == 1.5)
            #expect(try await door.value("select sum(n) from unnest(\([Int]())) n", as: Int.self) == nil)
            await #expect(throws: PostgresError.self) { try await door.value("select 1.5", as: Int.self) }
        }
    }

    @Test(
        "A date is the same day in Swift and in PostgreSQL",
        arguments: ["2000-01-01", "2024-02-29", "1969-12-31", "9999-12-31"]
    )
    func dates(text: String) async throws {
        let date = try CalendarDate(parsing: text)
        try await withDatabase { (database) async throws in
            #expect(try await database.tenant(TenantID()).value("select \(date)::text", as: String.self) == text)
            #expect(date.text == text)
        }
    }

    @Test("A query has no value in its text")
    func binding() {
        let query: Query = "select * from \(identifier: "odd\"name") where id = \(7) and name = \("'; drop table x")"
        #expect(query.sql == "select * from \"odd\"\"name\" where id = $1 and name = $2")
        #expect(query.bindings.count == 2)
    }

    @Test(
        "A row that is not what was expected names the query and the column, never the value",
        arguments: [
            ("select 'secret' as title, 1 as seats", "seats"), ("select null::text as title", "title"),
            ("select 'secret' as heading", "title"),
        ] as [(Query, String)]
    )
    func decodingErrors(query: Query, column: String) async throws {
        struct Lesson: Decodable {
            let title: String
            let seats: Status?
        }
        try await withDatabase { (database) async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await database.tenant(TenantID()).all(query, as: Lesson.self)
            }
            let text = try #require(error).description
            #expect(error?.code == .decoding && error?.column == column)
            #expect(text.contains("ValueTests.swift:") && text.contains(column))
            #expect(!text.replacing(query.sql, with: "").contains("secret"))
        }
    }

    @Test("A value an enumeration does not know is not repeated in the error")
    func unknownCase() async throws {
        try await withDatabase { (database) async throws in
            let error = await #expect(throws: PostgresError.self) {
                try await database.tenant(TenantID()).value("select \("secret")", as: Status.self)
            }
            #expect(error?.code == .decoding && error?.description.contains("secret") == false)
        }
    }

    @Test("A constraint's name is told, the values it refused are not")
    func violations() async throws {
        try await withDatabase([school]) { (database) async throws in
            let (tenant, course) = (TenantID(), CourseID())
            let door = database.tenant(tenant)
            func insert(_ title: String?, id: CourseID = CourseID()) async throws {
                try await door.execute(
                    "insert into school.courses (tenant_id, id, title) values (\(tenant), \(id), \(title))"
                )
            }
            func refusal(_ title: String?, id: CourseID = CourseID()) async throws -> PostgresError {
                try #require(await #expect(throws: PostgresError.self) { try await insert(title, id: id) })
            }
            try await insert("secret", id: course)
            let unique = try await refusal("secret")
            #expect(unique.code == .uniqueViolation && unique.constraint == "courses_tenant_id_title_key")
            #expect(!unique.description.contains("secret") && unique.isTransient == false)
            #expect(try await refusal("").code == .checkViolation)
            let missing = try await refusal(nil)
            #expect(missing.code == .notNullViolation && missing.column == "title")
            // Checked at the commit, which the same round trip makes.
            let orphan = await #expect(throws: PostgresError.self) {
                try await door.execute(
                    """
                    insert into school.lessons (tenant_id, id, course_id)
                    values (\(tenant), \(LessonID()), \(CourseID()))
                    """
                )
            }
            #expect(orphan?.code == .foreignKeyViolation)
            #expect(try await door.value("select count(*) from school.lessons", as: Int.self) == 0)
        }
    }
}
