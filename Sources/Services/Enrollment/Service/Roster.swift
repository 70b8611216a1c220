import Endpoints
import EnrollmentAPI
import FoundationEssentials
import Postgres
import Values

/// Who is in a course, with the guardian who was linked first.
struct RosterRow: Decodable, Sendable {
    let userID: UserID
    let name: String
    let email: String?
    let isActive: Bool
    let status: EnrollmentStatus
    let enrolledAt: Date
    let guardianName: String?
    let guardianPhone: String?
    let guardianEmail: String?

    var guardian: Guardian? {
        guardianName.map { Guardian(name: $0, phone: guardianPhone, email: guardianEmail) }
    }

    var student: RosterStudent {
        RosterStudent(
            id: userID,
            name: name,
            email: email,
            enrollmentStatus: status,
            enrolledAt: enrolledAt,
            parent: guardian
        )
    }

    /// Learners who take the course or have completed it, by name.
    static func all(
        of course: CourseID,
        limit: Int,
        offset: Int = 0,
        in transaction: borrowing Transaction
    ) throws -> [RosterRow] {
        try transaction.all(
            """
            select e.user_id, p.name, p.email, p.status = 'active' as is_active, e.status, e.enrolled_at,
                g.name as guardian_name, g.phone_number as guardian_phone, g.email as guardian_email
            from enrollment.enrollments e
            join auth.public_people p on p.tenant_id = e.tenant_id and p.id = e.user_id
            left join lateral (
                select a.name, a.phone_number, a.email
                from enrollment.guardianships s
                join auth.public_people a on a.tenant_id = s.tenant_id and a.id = s.guardian_id
                where s.tenant_id = e.tenant_id and s.student_id = e.user_id
                order by s.linked_at, s.guardian_id
                limit 1
            ) g on true
            where e.course_id = \(course) and e.status in ('enrolled', 'completed')
            order by p.name, e.user_id
            limit \(limit) offset \(offset)
            """
        )
    }

    static func count(of course: CourseID, in transaction: borrowing Transaction) throws -> Int {
        try transaction.value(
            """
            select count(*) from enrollment.enrollments
            where course_id = \(course) and status in ('enrolled', 'completed')
            """,
            as: Int.self
        ) ?? 0
    }
}

/// How many lessons of a course each learner has completed, and how many there are.
struct ClassProgress: Sendable {
    let totalLessons: Int
    private let completedLessons: [UserID: Int]

    func completedLessons(of learner: UserID) -> Int { completedLessons[learner] ?? 0 }

    init(of course: CourseID, in transaction: borrowing Transaction) throws {
        struct Row: Decodable, Sendable {
            let userID: UserID
            let lessons: Int
        }
        totalLessons =
            try transaction.value(
                "select count(*) from content.public_lessons where course_id = \(course) and is_published",
                as: Int.self
            ) ?? 0
        let rows = try transaction.all(
            """
            select d.user_id, count(*) as lessons
            from lms.public_lesson_completions d
            join content.public_lessons l on l.tenant_id = d.tenant_id and l.id = d.lesson_id
            where d.course_id = \(course) and l.course_id = \(course) and l.is_published
            group by d.user_id
            """,
            as: Row.self
        )
        completedLessons = Dictionary(rows.map { ($0.userID, $0.lessons) }) { $1 }
    }
}
