import Postgres

extension Migration {
    /// What other services may read of courses.
    static let publishCourses = Migration(
        5,
        "publish courses",
        """
        create view lms.public_courses with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, code, title, description, subject, grade_level, status, instructor_id, seat_limit,
            self_enrollment
        from lms.courses;

        create view lms.public_prerequisites with (security_invoker = true, security_barrier = true) as
        select tenant_id, course_id, prerequisite_id
        from lms.prerequisites;
        """
    )
}
