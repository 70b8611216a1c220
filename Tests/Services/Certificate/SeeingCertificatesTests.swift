import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

@Suite("Who sees a certificate", .timeLimit(.minutes(15)))
struct SeeingCertificatesTests {
    @Test("The learner, a guardian, the course's teacher and admins; to everybody else it does not exist")
    func roles() async throws {
        try await TestCampus.run { campus in
            let graduate = try await campus.graduate()
            let guardian = try await campus.parent()
            try await campus.link(guardian, to: graduate.learner)
            let unknown = try await graduate.learner.get("/api/certificates/\(CertificateID())")
            #expect(unknown.status == 404)
            for person in [graduate.learner, guardian, graduate.teacher, try await campus.admin()] {
                #expect(try await person.get("/api/certificates/\(graduate.id)").status == 200)
                let pdf = try await person.get("/api/certificates/\(graduate.id)/pdf")
                #expect(pdf.status == 200 && pdf.headers[.contentType] == "application/pdf")
                #expect(try await person.get("/api/certificates").json["certificates"]?.array?.count == 1)
            }
            let strangers = [
                try await campus.student("Jabari"), try await campus.parent("Somebody"),
                try await campus.teacher("Otieno"),
                try await campus.admin(in: .second), try await campus.student(in: .second),
            ]
            for person in strangers {
                let answer = try await person.get("/api/certificates/\(graduate.id)")
                #expect(answer.status == 404)
                #expect(
                    answer.json["message"] == unknown.json["message"] && answer.json["code"] == unknown.json["code"]
                )
                #expect(try await person.get("/api/certificates/\(graduate.id)/pdf").status == 404)
                let filtered = "/api/certificates?user_id=\(graduate.learner.id)&course_id=\(graduate.course.id)"
                for path in ["/api/certificates", filtered, "/api/certificates?student_id=\(graduate.learner.id)"] {
                    let list = try await person.get(path)
                    #expect(list.status == 200 && list.json["certificates"]?.array?.isEmpty == true)
                }
            }
            #expect(try await campus.anonymous.get("/api/certificates").status == 401)
            #expect(try await campus.anonymous.get("/api/certificates/\(graduate.id)/pdf").status == 401)
        }
    }

    @Test("Filters narrow the list, pages do not overlap, what is no filter is refused by name")
    func filters() async throws {
        try await TestCampus.run { campus in
            let (teacher, learner) = (try await campus.teacher(), try await campus.student())
            for number in 1...3 {
                let course = try await campus.course(
                    by: teacher,
                    title: "Course \(number)",
                    lessons: 1,
                    code: "c-\(number)"
                )
                try await campus.finish(course, as: learner)
            }
            try await campus.eventually {
                try await learner.get("/api/certificates").json["certificates"]?.array?.count == 3
            }
            func titles(_ query: String) async throws -> [String] {
                let answer = try await teacher.get("/api/certificates?\(query)")
                return answer.json["certificates"]?.array?.compactMap { $0["course_title"]?.string } ?? [
                    "\(answer.status)"
                ]
            }
            #expect(try await titles("course_id=c-2") == ["Course 2"])
            #expect(try await titles("course_id=class-unknown") == [])
            #expect(try await titles("user_id=\(learner.id)").count == 3)
            #expect(try await titles("user_id=\(teacher.id)") == [])
            #expect(try await titles("user_id=\(learner.id)&student_id=\(teacher.id)") == [])
            let pages = [
                try await titles("limit=2"), try await titles("limit=2&page=2"), try await titles("limit=2&page=3"),
            ]
            #expect(pages.map(\.count) == [2, 1, 0] && Set(pages.joined()).count == 3)
            #expect(try await teacher.get("/api/certificates?limit=2").json["has_more"] == true)
            for bad in ["limit=0", "limit=101", "page=0", "user_id=me", "user_id=1%00"] {
                let answer = try await teacher.get("/api/certificates?\(bad)")
                #expect((400...422).contains(answer.status), "\(bad)")
                #expect(answer.json["success"] == false)
            }
            #expect(try await teacher.get("/api/certificates/class-stem").status == 422)
        }
    }
}
