import Access
import Endpoints
import Events
import FoundationEssentials
import LMSAPI
import Postgres
import Values

extension LMSService {
    /// Completions of one learner in one course queue for the learner's progress row. Of two last lessons completed at
    /// once, the second therefore sees the first: exactly one of them completes the course.
    func completeLesson(_ request: CompleteLesson, _ call: Call) async throws -> CompleteLesson.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let lesson = try transaction.lesson(request.lessonID, takenBy: caller.userID)
            try transaction.execute(
                """
                insert into lms.course_progress (tenant_id, user_id, course_id)
                values (\(caller.tenantID), \(caller.userID), \(lesson.courseID))
                on conflict (tenant_id, user_id, course_id) do update set last_active_at = now()
                """
            )
            let isNew: Bool? = try transaction.value(
                """
                insert into lms.lesson_completions as completion
                    (tenant_id, user_id, course_id, lesson_id, time_spent_minutes, quiz_score)
                values (
                    \(caller.tenantID), \(caller.userID), \(lesson.courseID), \(request.lessonID),
                    \(request.timeSpentMinutes?.value), \(request.quizScore?.value)
                )
                on conflict (tenant_id, user_id, course_id, lesson_id) do update set
                    time_spent_minutes = greatest(completion.time_spent_minutes, excluded.time_spent_minutes),
                    quiz_score = greatest(completion.quiz_score, excluded.quiz_score)
                returning xmax = 0
                """
            )
            if isNew == true {
                try transaction.announce(
                    LessonCompleted(courseID: lesson.courseID, lessonID: request.lessonID, userID: caller.userID)
                )
            }
            return try transaction.answer(of: lesson, learner: caller.userID)
        }
    }
}

extension Transaction {
    /// A published lesson whose course the learner sits in.
    fileprivate func lesson(_ id: LessonID, takenBy learner: UserID) throws -> TakenLesson {
        let lesson: TakenLesson? = try first(
            """
            select course.id as course_id, course.title as course_title, course.status, exists (
                select from enrollment.public_enrollments seat
                where seat.tenant_id = course.tenant_id and seat.course_id = course.id
                    and seat.user_id = \(learner) and seat.status <> 'dropped'
            ) as is_enrolled
            from content.public_lessons lesson
            join lms.courses course on course.tenant_id = lesson.tenant_id and course.id = lesson.course_id
            where lesson.id = \(id) and lesson.is_published
            """
        )
        guard let lesson, lesson.status != .draft else { throw LMSError.noSuchLesson }
        guard lesson.isEnrolled else { throw LMSError.notEnrolled }
        guard lesson.status == .active else { throw LMSError.courseArchived }
        return lesson
    }

    /// The progress after a completion; announces the course as completed when this was what it lacked.
    fileprivate func answer(of lesson: TakenLesson, learner: UserID) throws -> CompleteLesson.Response {
        var progress = try progress(of: learner, in: lesson.courseID)
        guard progress.completedLessons == progress.totalLessons, progress.completedAt == nil else {
            return CompleteLesson.Response(message: "Lesson completed.", progress: progress)
        }
        let completedAt: Date? = try value(
            """
            update lms.course_progress set completed_at = now()
            where user_id = \(learner) and course_id = \(lesson.courseID)
            returning completed_at
            """
        )
        progress.completedAt = completedAt
        if let completedAt {
            try announce(
                CourseCompleted(
                    courseID: lesson.courseID,
                    courseTitle: lesson.courseTitle,
                    userID: learner,
                    completedAt: completedAt
                )
            )
        }
        return CompleteLesson.Response(message: "Course completed.", progress: progress)
    }
}

private struct TakenLesson: Decodable {
    let courseID: CourseID
    let courseTitle: String
    let status: CourseStatus
    let isEnrolled: Bool
}
