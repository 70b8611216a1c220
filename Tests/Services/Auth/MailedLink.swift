import CampusTestKit
import Endpoints
import TestKit
import Testing
import Values

extension TestCampus {
    /// The token in the newest mail to an address that links to that page, once there are so many.
    func mailedToken(to email: String, page: String, count: Int = 1) async throws -> String {
        let prefix = "https://campus.example.com/\(page)?token="
        var links: [String] = []
        try await eventually("no mail with a link to \(page) for \(email); \(mail.mails.map(\.subject))") {
            links = mail.mails.filter { $0.recipients == [email] }
                .compactMap { $0.links.first { $0.hasPrefix(prefix) } }
            return links.count >= count
        }
        let link = try #require(links.last)
        return String(link.dropFirst(prefix.count))
    }

    /// Waits for a mail with that subject.
    func mailed(_ subject: String, to email: String) async throws {
        try await eventually("no mail “\(subject)” for \(email); \(mail.mails.map(\.subject))") {
            mail.mails.contains { $0.recipients == [email] && $0.subject == subject }
        }
    }

    func requestReset(_ email: String, school: String = "sunrise-academy") async throws -> PlatformClient.Answer {
        try await anonymous.post(
            "/api/auth/request-password-reset",
            ["email": .string(email), "tenant_subdomain": .string(school)]
        )
    }

    func reset(_ token: String, _ password: String = "Mwezi-2027") async throws -> PlatformClient.Answer {
        try await anonymous.post(
            "/api/auth/reset-password",
            ["token": .string(token), "new_password": .string(password)]
        )
    }

    /// Sends a page's form as a browser does.
    func submit(_ path: String, _ form: String) async throws -> PlatformClient.Answer {
        try await anonymous.send(
            "POST",
            path,
            body: Array(form.utf8),
            headers: ["Content-Type": "application/x-www-form-urlencoded"]
        )
    }
}
