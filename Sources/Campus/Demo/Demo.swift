import Access
import AuthAPI
import AuthService
import Values

/// The schools that `--demo` opens with: people, courses, and a learner who is enrolled.
package struct Demo: Sendable {
    /// Everybody's password; the demo listens on loopback only.
    package static let password = "Sunrise-2026"
    /// The school that the chat platform's clients sign in to.
    static let school = "sunrise-academy"

    let campus: Campus
    let say: @Sendable (String) -> Void

    init(_ campus: Campus, say: @escaping @Sendable (String) -> Void) {
        self.campus = campus
        self.say = say
    }

    /// Seeds what is not there yet; a start on seeded schools changes nothing, one on half-seeded schools finishes.
    func seed() async throws {
        // The platform's own school is opened last: where it is, all is.
        guard try await campus.administration.tenant(Subdomain(parsing: "admin")) == nil else { return }
        say("Opening the demo schools …")
        try await openSunrise()
        try await openLagoon()
        let platform = try await school("Elymica", "admin")
        try await person(platform, "Platform Administrator", "admin@elymica.com", .superAdmin, "admin")
    }

    private func openSunrise() async throws {
        let sunrise = try await school("Sunrise Academy", Self.school, primary: "#B4540A", accent: "#0B5563")
        let admin = try await person(sunrise, "Dr Mbeki", "admin@sunrise.example.com", .admin, "admin")
        let wanjiku = try await person(
            sunrise,
            "Wanjikũ Kamau",
            "wanjiku@sunrise.example.com",
            .teacher,
            "teacher",
            phone: "+254700000004"
        )
        let amina = try await person(
            sunrise,
            "Amina Otieno",
            "amina@sunrise.example.com",
            .student,
            "student",
            phone: "+254700000001"
        )
        try await person(
            sunrise,
            "Jabari Mwangi",
            "jabari@sunrise.example.com",
            .student,
            "student2",
            phone: "+254700000002"
        )
        let obi = try await person(
            sunrise,
            "Obi Nwosu",
            "obi@sunrise.example.com",
            .parent,
            "parent",
            phone: "+254700000003"
        )
        let science = try await add(.environmentalScience, taughtBy: wanjiku)
        _ = try await add(.readingAndWriting, taughtBy: wanjiku)
        try await enroll(amina, in: science, guardian: obi, by: admin)
    }

    private func openLagoon() async throws {
        let lagoon = try await school("Lagoon College", "lagoon-college", primary: "#1B5E20", accent: "#F9A825")
        try await person(lagoon, "Ngozi Adeyemi", "admin@lagoon.example.com", .admin, "admin")
        let teacher = try await person(lagoon, "Ọláyínká Balógun", "teacher@lagoon.example.com", .teacher, "teacher")
        try await person(lagoon, "Fẹ́mi Adéṣínà", "student@lagoon.example.com", .student, "student")
        _ = try await add(.mathematics, taughtBy: teacher)
    }

    private func school(
        _ name: String,
        _ subdomain: String,
        primary: String? = nil,
        accent: String? = nil
    ) async throws -> Tenant {
        var school = NewTenant(name: try Line(parsing: name), subdomain: try Subdomain(parsing: subdomain))
        school.primaryColor = try primary.map { try Color(parsing: $0) }
        school.accentColor = try accent.map { try Color(parsing: $0) }
        return try await campus.administration.ensureTenant(school)
    }
}
