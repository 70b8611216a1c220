import Access
import Endpoints
import EnrollmentAPI
import Events
import Postgres
import Values

extension EnrollmentService {
    func drop(_ request: DropCourse, _ call: Call) async throws -> DroppedEnrollment {
        let caller = try call.caller
        return try await call.write { transaction in
            let learner = try NamedLearner.id(request.studentID, by: caller, in: transaction)
            let course = try OfferedCourse.find(request.courseID, for: caller, in: transaction)
            // Where the school decides who comes in, it decides who leaves.
            guard course.selfEnrollment else { throw EnrollmentError.selfEnrollmentDisabled }
            return try Self.drop(learner, from: course, by: caller, in: transaction)
        }
    }

    func remove(_ request: RemoveLearner, _ call: Call) async throws -> DroppedEnrollment {
        let caller = try call.caller
        return try await call.write { transaction in
            let course = try OfferedCourse.find(request.courseID, for: caller, in: transaction)
            return try Self.drop(request.studentID, from: course, by: caller, in: transaction)
        }
    }

    private static func drop(
        _ learner: UserID,
        from course: OfferedCourse,
        by caller: Principal,
        in transaction: borrowing Transaction
    ) throws -> DroppedEnrollment {
        let message = "No longer enrolled in \(course.title)."
        // lms knows of a completion a moment before this service has heard of it.
        let dropped = try transaction.value(
            """
            update enrollment.enrollments e
            set status = 'dropped', dropped_at = now()
            where e.course_id = \(course.id) and e.user_id = \(learner) and e.status = 'enrolled'
                and not exists (
                    select from lms.public_course_completions d
                    where d.tenant_id = e.tenant_id and d.course_id = e.course_id and d.user_id = e.user_id)
            returning e.id
            """,
            as: EnrollmentID.self
        )
        if let dropped {
            try transaction.announce(
                LearnerDropped(
                    enrollmentID: dropped,
                    courseID: course.id,
                    courseTitle: course.title,
                    userID: learner,
                    droppedBy: caller.userID
                )
            )
            return DroppedEnrollment(message: message, enrollmentID: dropped)
        }
        let standing = try Standing.all([learner], in: course.id, tenant: caller.tenantID, transaction).first
        switch (standing?.enrollmentID, standing?.status) {
        case (let id?, .dropped): return DroppedEnrollment(message: message, enrollmentID: id)
        case (_?, _): throw EnrollmentError.alreadyCompleted
        case (nil, _): throw EnrollmentError.notEnrolled
        }
    }
}
