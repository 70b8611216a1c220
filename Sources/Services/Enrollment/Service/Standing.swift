import Access
import Endpoints
import EnrollmentAPI
import Postgres
import Values

/// What a learner is to a course at this moment.
struct Standing: Decodable, Sendable {
    let userID: UserID
    /// The person's role in the school; `nil` when there is no such person.
    let role: Role?
    let enrollmentID: EnrollmentID?
    let status: EnrollmentStatus?
    /// Titles of prerequisites that the person has not completed.
    let missingTitles: [String]

    /// The enrolment, when the learner is in the course.
    var current: (id: EnrollmentID, status: EnrollmentStatus)? {
        guard let enrollmentID, let status, status != .dropped else { return nil }
        return (enrollmentID, status)
    }

    /// The standings of those people in a course, in the order of `learners`.
    static func all(
        _ learners: [UserID],
        in course: CourseID,
        tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws -> [Standing] {
        try transaction.all(
            """
            select n.user_id, p.role, e.id as enrollment_id, e.status,
                array(
                    select c.title
                    from lms.public_prerequisites r
                    join lms.public_courses c on c.tenant_id = r.tenant_id and c.id = r.prerequisite_id
                    where r.tenant_id = \(tenant) and r.course_id = \(course)
                        and not exists (
                            select from lms.public_course_completions d
                            where d.tenant_id = r.tenant_id and d.course_id = r.prerequisite_id
                                and d.user_id = n.user_id)
                    order by c.title
                ) as missing_titles
            from unnest(\(learners)) with ordinality as n (user_id, place)
            left join auth.public_people p on p.tenant_id = \(tenant) and p.id = n.user_id
            left join enrollment.enrollments e
                on e.tenant_id = \(tenant) and e.course_id = \(course) and e.user_id = n.user_id
            order by n.place
            """
        )
    }
}
