import CampusTestKit
import Endpoints
import EnrollmentAPI
import Testing
import Values

@Suite("Enrolling many at once", .timeLimit(.minutes(15)))
struct EnrollLearnersTests {
    @Test("Every learner has a result, and the seats go to the first who may have them")
    func results() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, seatLimit: 3)
            let admin = try await campus.admin()
            var learners: [Person] = []
            for number in 1...4 { learners.append(try await campus.student("Learner \(number)")) }
            _ = try await learners[0].enroll(in: course)
            let stranger = try await campus.student("Ada", in: .second)
            let named: [JSON] =
                [teacher.ref, stranger.ref, learners[0].ref, learners[0].ref] + learners[1...].map(\.ref)
            let answer = try await admin.post(
                "/api/enrollment/bulk",
                ["course_id": .string(course.id), "student_ids": .array(named)]
            )
            #expect(answer.status == 200, "\(answer.text)")
            let results = try #require(answer.json["results"]?.array)
            #expect(results.compactMap { $0["student_id"] } == Array(named[0...2]) + Array(named[4...]))
            #expect(
                results.compactMap { $0["outcome"]?.string }
                    == ["refused", "refused", "already_enrolled", "enrolled", "enrolled", "refused"]
            )
            #expect(
                results.map { $0["code"]?.string } == ["invalid_value", "not_found", nil, nil, nil, "course_full"]
            )
            #expect(results.allSatisfy { ($0["enrollment_id"] == nil) == ($0["outcome"]?.string == "refused") })
            #expect(answer.json["enrolled_count"] == 2)
            #expect(answer.json["already_enrolled_count"] == 1)
            #expect(answer.json["refused_count"] == 3)
            #expect(try await campus.announced(LearnerEnrolled.name) == 3)
        }
    }

    @Test("Lists that overlap in opposite order, and single learners in between, end with everybody enrolled once")
    func overlapping() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let admin = try await campus.admin()
            var learners: [Person] = []
            for number in 1...30 { learners.append(try await campus.student("Learner \(number)")) }
            let everybody = learners
            for seatLimit in [nil, 30] {
                let course = try await campus.course(by: teacher, seatLimit: seatLimit)
                let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                    for order in [everybody, everybody.reversed()] {
                        group.addTask {
                            try await admin.post(
                                "/api/enrollment/bulk",
                                ["course_id": .string(course.id), "student_ids": .array(order.map(\.ref))]
                            ).status
                        }
                    }
                    for learner in everybody { group.addTask { try await learner.enroll(in: course).status } }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
                #expect(statuses.allSatisfy { $0 == 200 }, "\(statuses)")
                let roster = try await teacher.get("/api/enrollment/roster/\(course.id)")
                #expect(roster.json["total"] == 30)
            }
            #expect(try await campus.announced(LearnerEnrolled.name) == 60)
        }
    }

    @Test("Only admins, and 1 to 500 at a time")
    func limits() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher)
            let (admin, amina) = (try await campus.admin(), try await campus.student())
            func body(_ students: [JSON]) -> JSON {
                ["course_id": .string(course.id), "student_ids": .array(students)]
            }
            #expect(try await teacher.post("/api/enrollment/bulk", body([amina.ref])).status == 403)
            #expect(try await amina.post("/api/enrollment/bulk", body([amina.ref])).status == 403)
            let many = (1...501).map { _ in JSON.string(UserID().description) }
            for students in [[], many, ["not-a-uuid"]] {
                let answer = try await admin.post("/api/enrollment/bulk", body(students))
                #expect(answer.status == 422)
                #expect(answer.json["errors"]?[0]?["field"]?.string?.hasPrefix("student_ids") == true)
            }
            let most = try await admin.post("/api/enrollment/bulk", body(Array(many.prefix(500))))
            #expect(most.json["refused_count"] == 500)
        }
    }
}
