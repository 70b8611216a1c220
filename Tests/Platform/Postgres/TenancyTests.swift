import Postgres
import TestKit
import Testing
import Values

@Suite("Tenancy", .timeLimit(.minutes(1)))
struct TenancyTests {
    @Test("A tenant sees and changes its own rows only")
    func isolation() async throws {
        try await withDatabase([school]) { database in
            let (sunrise, lagoon, course) = (TenantID(), TenantID(), CourseID())
            try await database.tenant(sunrise).execute(
                "insert into school.courses (tenant_id, id, title) values (\(sunrise), \(course), 'Rain')")
            let other = database.tenant(lagoon)
            #expect(try await other.value("select count(*) from school.courses", as: Int.self) == 0)
            #expect(try await other.execute("update school.courses set title = 'Sun' where id = \(course)") == 0)
            #expect(try await other.execute("delete from school.courses") == 0)
            #expect(
                try await database.tenant(sunrise).all("select title from school.courses", as: String.self) == ["Rain"])
        }
    }
}
