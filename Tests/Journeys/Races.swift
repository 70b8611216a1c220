import AsyncHTTPClient
import CampusTestKit
import Endpoints
import NIOCore
import Postgres
import TestKit
import Testing
import Values

/// What happens when many want the same thing in the same moment, through real HTTP at the gateway.
@Suite("Races", .serialized, .timeLimit(.minutes(15)))
struct Races {
    @Test("Two hundred learners race for the last thirty seats: exactly thirty get one")
    func lastSeats() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "Robotics", lessons: 0, seatLimit: 30)
            var learners: [Person] = []
            for number in 1...200 { learners.append(try await campus.student("Learner \(number)")) }
            let answers = try await campus.race(learners) { _, client in
                try await client.send("POST", "/courses/\(course.id)/enroll", within: .seconds(60))
            }
            #expect(answers.count { $0.status == 200 } == 30)
            #expect(answers.count { $0.status == 409 && $0.json["code"]?.string == "course_full" } == 170)
            #expect(Set(answers.compactMap { $0.json["enrollment_id"]?.string }).count == 30)
            let roster = try await teacher.get("/api/enrollment/roster/\(course.id)")
            #expect(roster.json["total"] == 30)
            try await campus.settle()
            #expect(try await campus.announced("enrollment.learner_enrolled") == 30)
        }
    }

    @Test("Fifty enrolments of one learner at once: one enrolment, one mail")
    func sameLearner() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "Robotics", lessons: 1)
            let amina = try await campus.student()
            let answers = try await campus.race(Array(repeating: amina, count: 50)) { _, client in
                try await client.send("POST", "/courses/\(course.id)/enroll", within: .seconds(60))
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(Set(answers.map { $0.json["enrollment_id"] }).count == 1)
            try await campus.eventually { campus.mail.mails.contains { $0.recipients == [amina.email] } }
            try await campus.settle()
            #expect(try await campus.announced("enrollment.learner_enrolled") == 1)
            #expect(campus.mail.mails.count { $0.recipients == [amina.email] } == 1)
        }
    }

    @Test("Fifty completions of the last lesson at once: one completion, one certificate, one mail about it")
    func lastLesson() async throws {
        try await TestCampus.run { campus in
            let teacher = try await campus.teacher()
            let course = try await campus.course(by: teacher, title: "Robotics", lessons: 2)
            let amina = try await campus.student()
            #expect(try await amina.post("/courses/\(course.id)/enroll").status == 200)
            #expect(try await amina.post("/lessons/\(course.lessonIDs[0])/complete", [:]).status < 300)
            try await campus.eventually { campus.mail.mails.contains { $0.recipients == [amina.email] } }

            let answers = try await campus.race(Array(repeating: amina, count: 50)) { _, client in
                try await client.send(
                    "POST",
                    "/lessons/\(course.lessonIDs[1])/complete",
                    body: Array(#"{"time_spent_minutes":5}"#.utf8),
                    within: .seconds(60)
                )
            }
            #expect(answers.allSatisfy { (200...204).contains($0.status) })
            try await campus.eventually { campus.mail.mails.count { $0.recipients == [amina.email] } == 2 }
            try await campus.settle()
            #expect(try await campus.announced("lms.course_completed") == 1)
            #expect(try await campus.announced("certificate.issued") == 1)
            #expect(try await amina.get("/api/certificates").json["certificates"]?.array?.count == 1)
            #expect(campus.mail.mails.count { $0.recipients == [amina.email] } == 2)
        }
    }
}

extension TestCampus {
    /// Lets everybody do the same thing at once, each over a connection of their own.
    fileprivate func race(
        _ people: [Person],
        _ act: @escaping @Sendable (Person, PlatformClient) async throws -> PlatformClient.Answer
    ) async throws -> [PlatformClient.Answer] {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = people.count
        let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
        let outcome: Result<[PlatformClient.Answer], any Error>
        do {
            outcome = .success(
                try await withThrowingTaskGroup(of: PlatformClient.Answer.self) { group in
                    for person in people {
                        var client = PlatformClient(baseURL: baseURL, client: http)
                        (client.token, client.tenantID) = (person.client.token, person.client.tenantID)
                        let racing = client
                        group.addTask { try await act(person, racing) }
                    }
                    return try await group.reduce(into: []) { $0.append($1) }
                }
            )
        } catch {
            outcome = .failure(error)
        }
        try await http.shutdown()
        return try outcome.get()
    }

    /// Waits until no event and no job is left to do, so that a second mail would have been sent by now.
    fileprivate func settle() async throws {
        try await eventually("events or jobs are left over") {
            let waiting = try await database.platform(reason: "a test waits for the workers").value(
                """
                select (select count(*) from events.inbox where state = 'pending')
                    + (select count(*) from events.jobs where state in ('queued', 'running'))
                """,
                as: Int.self
            )
            return waiting == 0
        }
    }

    /// How many events of that name were announced in the first school.
    fileprivate func announced(_ name: String) async throws -> Int {
        try await database.tenant(schools[0].id).value(
            "select count(*) from events.outbox where name = \(name)",
            as: Int.self
        ) ?? 0
    }
}
