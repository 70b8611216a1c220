import Endpoints
import Testing
import Values

extension WritingSchool {
    /// Checks that what was acknowledged is there, all of it and once; expects that nothing waits to be done any more.
    func checkSurvivors(_ comment: Comment) async throws {
        #expect(writes.surprises == [], comment)
        for learner in learners {
            let expected = writes.standings(of: learner.number)
            #expect(try await standings(of: learner) == expected, comment)

            let completed = expected.filter { $0.value == "completed" }.keys.sorted()
            let certificates = try await list("/api/certificates", "certificates", learner.client)
            #expect(certificates.compactMap { $0["course_id"]?.string }.sorted() == completed, comment)

            let told = try await list("/notifications?limit=100", "notifications", learner.client)
            let subjects = told.map { $0["action_url"]?.string ?? "" }
            let aboutCourses = subjects.filter { $0.hasPrefix("/courses/") }.sorted()
            // An enrolment and a completion lead to the course, a certificate to the page that verifies it.
            #expect(aboutCourses == (expected.keys + completed).map { "/courses/\($0)" }.sorted(), comment)
            let others = subjects.filter { !$0.hasPrefix("/courses/") }
            #expect(others.count == completed.count && Set(others).count == completed.count, comment)
        }
        let titles = try await list("/courses", "courses", teacher).compactMap { $0["title"]?.string }
        #expect(titles.filter { $0.hasPrefix("Course made meanwhile") }.sorted() == writes.titles.sorted(), comment)
    }

    private func standings(of learner: Learner) async throws -> [String: String] {
        var standings: [String: String] = [:]
        for query in ["", "&status=dropped"] {
            for entry in try await list("/api/enrollment/my?limit=100\(query)", "enrollments", learner.client) {
                let course = try #require(entry["course"]?["id"]?.string)
                #expect(standings[course] == nil)
                standings[course] = entry["status"]?.string
            }
        }
        return standings
    }

    private func list(_ path: String, _ noun: String, _ client: PlatformClient) async throws -> [JSON] {
        let answer = try await client.get(path)
        #expect(answer.status == 200, "\(path): \(answer.text.prefix(300))")
        return try #require(answer.json[noun]?.array)
    }
}
