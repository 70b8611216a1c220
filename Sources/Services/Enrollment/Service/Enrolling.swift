import Access
import Endpoints
import EnrollmentAPI
import Postgres
import Values

extension EnrollmentService {
    func enroll(_ request: EnrollInCourse, _ call: Call) async throws -> EnrollInCourse.Response {
        let caller = try call.caller
        return try await call.write(retry: .serialization()) { transaction in
            let learner = try NamedLearner.id(request.studentID, by: caller, in: transaction)
            let course = try OfferedCourse.find(request.courseID, for: caller, in: transaction)
            let outcome = try Admission(course: course, caller: caller).admit([learner], in: transaction).first?.1
            func answer(_ message: String, _ id: EnrollmentID, _ status: EnrollmentStatus) -> EnrollInCourse.Response {
                .init(message: message, enrollmentID: id, status: status, course: course.courseTitle)
            }
            switch outcome {
            case .enrolled(let id, let status): return answer("Enrolled in \(course.title).", id, status)
            case .alreadyEnrolled(let id, let status): return answer("Already enrolled in \(course.title).", id, status)
            case .refused(let error): throw error
            // Enrolled by another request and dropped again, both in this moment.
            case nil: throw Problem.unavailable()
            }
        }
    }

    func enrollAll(_ request: EnrollLearners, _ call: Call) async throws -> EnrollLearners.Response {
        let caller = try call.caller
        guard (1...EnrollLearners.maximumLearners).contains(request.studentIDs.count) else {
            throw EnrollmentError.wrongNumberOfStudents
        }
        var named: Set<UserID> = []
        let learners = request.studentIDs.filter { named.insert($0).inserted }
        return try await call.write(retry: .serialization()) { transaction in
            let course = try OfferedCourse.find(request.courseID, for: caller, in: transaction)
            let outcomes = try Admission(course: course, caller: caller).admit(learners, in: transaction)
            return EnrollLearners.Response(
                course: course.courseTitle,
                results: outcomes.map { BulkResult(studentID: $0, $1) }
            )
        }
    }
}

extension BulkResult {
    fileprivate init(studentID: UserID, _ outcome: Admission.Outcome) {
        switch outcome {
        case .enrolled(let id, _): self.init(studentID: studentID, outcome: .enrolled, enrollmentID: id)
        case .alreadyEnrolled(let id, _): self.init(studentID: studentID, outcome: .alreadyEnrolled, enrollmentID: id)
        case .refused(let error):
            let problem = error.problem
            self.init(studentID: studentID, refusedWith: problem.code, problem.message)
        }
    }
}
