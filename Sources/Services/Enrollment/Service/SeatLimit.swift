import Postgres
import Values

/// The seats of a course, counted so that two learners never take the same one.
enum SeatLimit {
    /// How many seats are free, and stay so until the transaction ends: whoever else wants one waits.
    ///
    /// Every course with a limit has a row that stands for its seats. The row is locked before the learners' own rows
    /// by everybody who adds some, so nobody waits in a circle. Counting is a statement of its own because a statement
    /// sees what was committed when it began, which for the lock is before the wait.
    static func free(
        of limit: Int,
        in course: CourseID,
        tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        try transaction.execute(
            """
            insert into enrollment.course_seats (tenant_id, course_id, last_wanted_at)
            values (\(tenant), \(course), now())
            on conflict (tenant_id, course_id) do update set last_wanted_at = excluded.last_wanted_at
            """
        )
        let taken = try transaction.value(
            """
            select count(*) from enrollment.enrollments
            where course_id = \(course) and status in ('enrolled', 'completed')
            """,
            as: Int.self
        )
        return max(0, limit - (taken ?? 0))
    }
}
