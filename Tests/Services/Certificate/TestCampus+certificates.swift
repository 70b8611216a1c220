import CampusTestKit
import Endpoints
import Testing
import Values

/// A learner who has completed a course, and its certificate as the API answers it.
struct Graduate {
    let learner: Person
    let teacher: Person
    let course: TestCourse
    let certificate: JSON

    var id: String { certificate["id"]?.string ?? "" }
    /// The verification address without its host.
    var verificationPath: String {
        (certificate["verification_url"]?.string ?? "").replacing("https://campus.example.com", with: "")
    }
    /// Where the same is answered as JSON.
    var verificationJSON: String { "/api/certificates" + verificationPath }
}

extension TestCampus {
    /// Somebody who completes a course and waits for the certificate.
    func graduate(_ name: String = "Amina Otieno", title: String = "Algebra I") async throws -> Graduate {
        let teacher = try await teacher()
        let learner = try await student(name)
        let course = try await course(by: teacher, title: title, lessons: 1)
        try await finish(course, as: learner)
        try await eventually("no certificate came") {
            try await learner.get("/api/certificates").json["certificates"]?.array?.isEmpty == false
        }
        let certificates = try await learner.get("/api/certificates").json["certificates"]?.array ?? []
        return Graduate(
            learner: learner,
            teacher: teacher,
            course: course,
            certificate: try #require(certificates.first)
        )
    }

    /// Makes the parent the student's guardian.
    func link(_ parent: Person, to student: Person) async throws {
        let answer = try await admin().post(
            "/api/enrollment/parents/link-student",
            [
                "parent_id": .string(parent.id.description), "student_id": .string(student.id.description),
                "relationship": "daughter",
            ]
        )
        try #require(answer.status == 200, "\(answer.text)")
    }
}
