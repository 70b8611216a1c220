import Endpoints
import EnrollmentAPI
import FoundationEssentials
import Postgres
import Values

extension EnrollmentService {
    func listEnrollments(_ request: ListMyEnrollments, _ call: Call) async throws -> ListMyEnrollments.Response {
        let caller = try call.caller
        let limit = request.limit?.value ?? 100
        let offset = ((request.page?.value ?? 1) - 1) * limit
        return try await call.read { transaction in
            let learner = try NamedLearner.id(request.studentID, by: caller, in: transaction)
            let rows = try transaction.all(
                """
                select e.id, e.status, e.enrolled_at, e.completed_at,
                    c.id as course_id, c.code, c.title, coalesce(c.description, '') as description, c.subject,
                    c.grade_level, coalesce(t.name, '') as instructor_name,
                    (
                        select count(*) from content.public_lessons l
                        where l.tenant_id = e.tenant_id and l.course_id = e.course_id and l.is_published
                    ) as total_lessons,
                    (
                        select count(*)
                        from lms.public_lesson_completions d
                        join content.public_lessons l on l.tenant_id = d.tenant_id and l.id = d.lesson_id
                        where d.tenant_id = e.tenant_id and d.course_id = e.course_id and d.user_id = e.user_id
                            and l.course_id = e.course_id and l.is_published
                    ) as completed_lessons
                from enrollment.enrollments e
                join lms.public_courses c on c.tenant_id = e.tenant_id and c.id = e.course_id
                left join auth.public_people t on t.tenant_id = c.tenant_id and t.id = c.instructor_id
                where e.user_id = \(learner)
                    and case when \(request.status)::text is null
                        then e.status <> 'dropped' else e.status = \(request.status) end
                order by e.enrolled_at desc, e.id
                limit \(limit) offset \(offset)
                """,
                as: Row.self
            )
            guard offset > 0 || rows.count == limit else {
                return .init(enrollments: rows.map(\.mine), total: rows.count)
            }
            let total = try transaction.value(
                """
                select count(*) from enrollment.enrollments
                where user_id = \(learner)
                    and case when \(request.status)::text is null
                        then status <> 'dropped' else status = \(request.status) end
                """,
                as: Int.self
            )
            return .init(enrollments: rows.map(\.mine), total: total ?? 0)
        }
    }
}

private struct Row: Decodable, Sendable {
    let id: EnrollmentID
    let status: EnrollmentStatus
    let enrolledAt: Date
    let completedAt: Date?
    let courseID: CourseID
    let code: String?
    let title: String
    let description: String
    let subject: String?
    let gradeLevel: String?
    let instructorName: String
    let totalLessons: Int
    let completedLessons: Int

    var mine: MyEnrollment {
        MyEnrollment(
            id: id,
            course: EnrolledCourse(
                id: courseID,
                code: code,
                title: title,
                description: description,
                subject: subject,
                gradeLevel: gradeLevel,
                instructorName: instructorName
            ),
            status: status,
            enrolledAt: enrolledAt,
            completedAt: completedAt,
            completedLessons: completedLessons,
            totalLessons: totalLessons,
            progressPercentage: Percentage(completedLessons, of: totalLessons)
        )
    }
}
