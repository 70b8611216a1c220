import Events
import LMSAPI
import Postgres

extension EnrollmentService {
    /// A learner who has completed the course has completed the enrolment.
    var completion: Subscription {
        Subscription("enrollment.complete", to: CourseCompleted.self) { event, _, transaction in
            try transaction.execute(
                """
                update enrollment.enrollments
                set status = 'completed', completed_at = \(event.completedAt)
                where course_id = \(event.courseID) and user_id = \(event.userID) and status = 'enrolled'
                """
            )
        }
    }
}
