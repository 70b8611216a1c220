import CampusTestKit
import Crypto
import Endpoints
import Foundation
import HTTPTypes
import Testing
import Values

@testable import CertificateService

@Suite("Verifying a certificate", .timeLimit(.minutes(15)))
struct VerifyingTests {
    @Test("Anybody with the address learns what is printed, and nothing else")
    func json() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let answer = try await campus.anonymous.get(graduate.verificationJSON)
            #expect(answer.status == 200)
            #expect(answer.json["valid"] == true && answer.json["status"]?.string == "valid")
            #expect(answer.json["student_name"]?.string == "Amina Otieno")
            #expect(answer.json["course_title"]?.string == "Algebra I")
            let names = Set((answer.json.object?.members ?? []).map(\.name))
            #expect(
                names == [
                    "success", "valid", "status", "student_name", "course_title", "school_name", "serial",
                    "completed_at",
                    "issued_at",
                ]
            )
        }
    }

    @Test("The code is read as people type it; every other code and every other school is unknown, alike")
    func codes() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let code = try #require(graduate.certificate["verification_code"]?.string)
            let base = "/api/certificates/verify/sunrise-academy/"
            for typed in [code.lowercased(), code.replacing("-", with: ""), code.replacing("0", with: "o")] {
                #expect(try await campus.anonymous.get(base + typed).status == 200)
            }
            let other = VerificationCode().grouped
            let unknown = [
                base + other, base + "x", base + String(code.dropLast()), base + "'%20or%201=1", base + code + "0",
                "/api/certificates/verify/lagoon-college/\(code)", "/api/certificates/verify/no-such-school/\(code)",
                "/api/certificates/verify/_/\(code)", base + graduate.id, base + "SA-2026-000001",
            ]
            for path in unknown {
                let answer = try await campus.anonymous.get(path)
                #expect(answer.status == 404 && answer.json["code"]?.string == "not_found", "\(path)")
            }
            let page = try await campus.anonymous.get("/verify/sunrise-academy/\(other)")
            #expect(page.status == 404 && page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains("No certificate has this code"))
        }
    }

    @Test("The page needs no script, its style is the one its policy allows, and no name breaks out of it")
    func page() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate(
                "\u{0600}<script>alert(1)</script>",
                title: "\"\u{0301} onload=x \u{0600}<b>"
            )
            let page = try await campus.anonymous.get(graduate.verificationPath)
            #expect(page.status == 200 && page.headers[.contentType] == "text/html; charset=utf-8")
            #expect(page.text.contains("This certificate is valid"))
            let scalars = String(page.text.unicodeScalars.map { $0.isASCII ? Character($0) : "?" })
            #expect(!scalars.contains("<script") && !scalars.contains("<b>") && scalars.contains("&lt;script&gt;"))
            let style = try #require(page.text.firstMatch(of: #/<style>(.*)<\/style>/#)?.output.1)
            let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
            let policy = try #require(page.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("style-src 'sha256-\(digest)'"))
            #expect(!policy.contains("unsafe") && !page.text.contains("style="))
            #expect(page.text.contains("<html lang=\"en\">") && page.text.contains("name=\"viewport\""))
        }
    }

    @Test("Codes are 140 random bits in an alphabet without look-alikes, and survive being written down")
    func alphabet() {
        let codes = (0..<200).map { _ in VerificationCode() }
        #expect(Set(codes).count == 200)
        for code in codes {
            #expect(code.text.count == 28 && !code.text.contains { "ILOU".contains($0) })
            #expect(VerificationCode(typed: code.grouped) == code)
        }
        #expect(Set(codes.flatMap { $0.text }).count == 32)
        #expect(VerificationCode(typed: String(repeating: "U", count: 28)) == nil)
        #expect(VerificationCode(typed: String(repeating: "０", count: 28)) == nil)
    }
}
