import Access
import AuthService
import ContentAPI
import Endpoints
import EnrollmentAPI
import FoundationEssentials
import LMSAPI
import Values

/// The schools that `--demo` opens with: people, courses, and a learner who is enrolled.
package struct Demo: Sendable {
    /// Everybody's password; the demo listens on loopback only.
    package static let password = "Sunrise-2026"

    let campus: Campus
    let say: @Sendable (String) -> Void

    init(_ campus: Campus, say: @escaping @Sendable (String) -> Void) {
        self.campus = campus
        self.say = say
    }

    /// Seeds what is not there yet; a second start changes nothing.
    func seed() async throws {
        guard try await campus.administration.tenant(subdomain: "sunrise-academy") == nil else { return }
        say("Opening the demo schools …")
        let sunrise = try await campus.administration.createTenant(
            name: "Sunrise Academy", subdomain: "sunrise-academy", primaryColor: "#B4540A", accentColor: "#0B5563")
        try await person(sunrise, "Dr Mbeki", "admin@sunrise.example.com", .admin, "admin")
        let wanjiku = try await person(
            sunrise, "Wanjikũ Kamau", "wanjiku@sunrise.example.com", .teacher, "teacher", phone: "+254700000004")
        let amina = try await person(
            sunrise, "Amina Otieno", "amina@sunrise.example.com", .student, "student", phone: "+254700000001")
        try await person(
            sunrise, "Jabari Mwangi", "jabari@sunrise.example.com", .student, "student2", phone: "+254700000002")
        let obi = try await person(
            sunrise, "Obi Nwosu", "obi@sunrise.example.com", .parent, "parent", phone: "+254700000003")
        let science = try await add(.environmentalScience, to: sunrise, taughtBy: wanjiku)
        _ = try await add(.readingAndWriting, to: sunrise, taughtBy: wanjiku)
        try await enroll(amina, in: science, guardian: obi, school: sunrise)

        let lagoon = try await campus.administration.createTenant(
            name: "Lagoon College", subdomain: "lagoon-college", primaryColor: "#1B5E20", accentColor: "#F9A825")
        try await person(lagoon, "Ngozi Adeyemi", "admin@lagoon.example.com", .admin, "admin")
        let teacher = try await person(lagoon, "Ọláyínká Balógun", "teacher@lagoon.example.com", .teacher, "teacher")
        try await person(lagoon, "Fẹ́mi Adéṣínà", "student@lagoon.example.com", .student, "student")
        _ = try await add(.mathematics, to: lagoon, taughtBy: teacher)

        let platform = try await campus.administration.createTenant(name: "Elymica", subdomain: "admin")
        try await person(platform, "Platform Administrator", "admin@elymica.com", .superAdmin, "admin")
    }
}
