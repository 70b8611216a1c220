import CampusTestKit
import Endpoints
import EnrollmentAPI
import Postgres
import Testing
import Values

@Suite("Seat limits", .timeLimit(.minutes(15)))
struct SeatLimitTests {
    @Test("The last seat goes to exactly one learner")
    func lastSeat() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher(), seatLimit: 1)
            var learners: [Person] = []
            for number in 1...12 { learners.append(try await campus.student("Learner \(number)")) }
            let answers = try await withThrowingTaskGroup(of: PlatformClient.Answer.self) { group in
                for learner in learners { group.addTask { try await learner.enroll(in: course) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0.status == 200 } == 1)
            #expect(answers.count { $0.status == 409 && $0.json["code"]?.string == "course_full" } == 11)
            #expect(try await campus.announced(LearnerEnrolled.name) == 1)
        }
    }

    @Test("A full course still knows who is in it, and a dropped seat goes to the next")
    func freedSeat() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher(), seatLimit: 1)
            let (amina, jabari) = (try await campus.student(), try await campus.student("Jabari"))
            let first = try await amina.enroll(in: course)
            #expect(try await amina.enroll(in: course).status == 200)
            #expect(try await jabari.enroll(in: course).status == 409)

            let drop = try await amina.post("/courses/\(course.id)/drop")
            #expect(drop.status == 200)
            #expect(drop.json["status"]?.string == "dropped")
            #expect(
                try await amina.post("/courses/\(course.id)/drop").json["enrollment_id"] == drop.json["enrollment_id"]
            )
            #expect(try await campus.announced(LearnerDropped.name) == 1)

            #expect(try await jabari.enroll(in: course).status == 200)
            #expect(try await amina.enroll(in: course).status == 409)
            #expect(try await jabari.post("/courses/\(course.id)/drop").status == 200)
            let back = try await amina.enroll(in: course)
            #expect(back.json["enrollment_id"] == first.json["enrollment_id"])
            #expect(try await campus.announced(LearnerEnrolled.name) == 3)
        }
    }

    @Test("Learners who drop and enrol at random never hold more seats than there are")
    func churn() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher(), seatLimit: 3)
            var learners: [Person] = []
            for number in 1...8 { learners.append(try await campus.student("Learner \(number)")) }
            let taken: @Sendable () async throws -> Int = {
                try await campus.database.tenant(campus.schools[0].id).value(
                    "select count(*) from enrollment.enrollments where status = 'enrolled'",
                    as: Int.self
                ) ?? 0
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for learner in learners {
                    group.addTask {
                        for _ in 1...6 {
                            let answer = try await learner.enroll(in: course)
                            #expect([200, 409].contains(answer.status), "\(answer.text)")
                            #expect(try await taken() <= 3)
                            if answer.status == 200 { _ = try await learner.post("/courses/\(course.id)/drop") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await taken() == 0)
        }
    }

    @Test("Somebody who was never in a course cannot drop it")
    func neverEnrolled() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher())
            let (amina, admin) = (try await campus.student(), try await campus.admin())
            let path = "/api/enrollment/courses/\(course.id)/students/\(amina.id)"
            #expect(try await amina.post("/courses/\(course.id)/drop").status == 404)
            #expect(try await admin.delete(path).status == 404)
            _ = try await amina.enroll(in: course)
            #expect(try await amina.delete(path).status == 403)
            #expect(try await admin.delete(path).status == 200)
            #expect(try await amina.get("/api/enrollment/my?status=dropped").json["total"] == 1)
            #expect(try await amina.get("/api/enrollment/my").json["total"] == 0)
        }
    }
}
