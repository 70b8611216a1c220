import CampusTestKit
import Endpoints
import Postgres
import Testing
import Values

@Suite("Revoking a certificate", .timeLimit(.minutes(15)))
struct RevokingTests {
    @Test(
        "Whoever checks a revoked certificate is told so; only admins still get the paper, marked as such"
    )
    func revoked() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let admin = try await campus.admin()
            let path = "/api/certificates/\(graduate.id)"
            let answer = try await graduate.teacher.post("\(path)/revoke", ["reason": "Copied the final essay."])
            #expect(answer.status == 200)
            #expect(answer.json["certificate"]?["status"]?.string == "revoked")
            #expect(answer.json["certificate"]?["revocation_reason"]?.string == "Copied the final essay.")
            #expect(answer.json["certificate"]?["revoked_at"]?.string.flatMap(Timestamp.date) != nil)

            let verification = try await campus.anonymous.get(graduate.verificationJSON)
            #expect(verification.status == 200 && verification.json["valid"] == false)
            #expect(verification.json["status"]?.string == "revoked" && verification.json["revoked_at"] != nil)
            #expect(!verification.text.contains("essay"))
            let page = try await campus.anonymous.get(graduate.verificationPath).text
            #expect(page.contains("has been revoked") && !page.contains("is valid") && !page.contains("essay"))
            #expect(try await graduate.learner.get("\(path)/pdf").status == 410)
            #expect(try await graduate.teacher.get("\(path)/pdf").json["code"]?.string == "certificate_revoked")
            #expect(try await PrintedText.read(admin.get("\(path)/pdf").bytes).contains("REVOKED"))

            let again = try await admin.post("\(path)/revoke", ["reason": "Another one."])
            #expect(again.json["certificate"]?["revocation_reason"]?.string == "Copied the final essay.")
            #expect(try await graduate.teacher.post("\(path)/reinstate").status == 403)
            let reinstated = try await admin.post("\(path)/reinstate")
            #expect(reinstated.json["certificate"]?["status"]?.string == "valid")
            #expect(reinstated.json["certificate"]?["revoked_at"] == nil)
            #expect(try await campus.anonymous.get(graduate.verificationJSON).json["valid"] == true)
            #expect(try await !PrintedText.read(graduate.learner.get("\(path)/pdf").bytes).contains("REVOKED"))
            #expect(try await admin.post("\(path)/revoke", ["reason": "Another one."]).status == 200)
        }
    }

    @Test("Learners and parents may not, other teachers do not find it, and a reason is needed")
    func refused() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let path = "/api/certificates/\(graduate.id)/revoke"
            let reason: JSON = ["reason": "Because."]
            #expect(try await graduate.learner.post(path, reason).status == 403)
            #expect(try await campus.parent().post(path, reason).status == 403)
            #expect(try await campus.teacher("Otieno").post(path, reason).status == 404)
            #expect(try await campus.admin(in: .second).post(path, reason).status == 404)
            #expect(try await campus.anonymous.post(path, reason).status == 401)
            let bad: [JSON?] = [
                nil, ["reason": ""], ["reason": "\u{0007}"], ["reason": 7], ["reason": "x", "by": "me"],
                ["reason": .string(String(repeating: "x", count: 501))],
            ]
            for body in bad {
                let answer = try await graduate.teacher.post(path, body)
                #expect(answer.status == 422 && answer.json["errors"]?[0]?["field"]?.string != nil)
            }
            #expect(try await campus.anonymous.get(graduate.verificationJSON).json["valid"] == true)
        }
    }

    @Test("Two who revoke at once leave one revocation in force")
    func concurrently() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let admin = try await campus.admin()
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<10 {
                    group.addTask {
                        try await admin.post(
                            "/api/certificates/\(graduate.id)/revoke",
                            ["reason": .string("Reason \(number)")]
                        ).status
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(statuses == Array(repeating: 200, count: 10))
            let inForce = try await campus.database.tenant(admin.school.id).value(
                "select count(*) from certificate.revocations where reinstated_at is null",
                as: Int.self
            )
            #expect(inForce == 1)
        }
    }
}
