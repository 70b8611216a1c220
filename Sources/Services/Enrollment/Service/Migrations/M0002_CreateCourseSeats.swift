import Postgres

extension EnrollmentService {
    /// One row for every course with a seat limit that somebody wanted to enter: what enrolments wait for.
    static let createCourseSeats = Migration(
        2,
        "create_course_seats",
        """
        create table enrollment.course_seats (
            tenant_id uuid not null,
            course_id uuid not null,
            last_wanted_at timestamptz not null,
            primary key (tenant_id, course_id)
        ) with (fillfactor = 50);
        select platform.protect('enrollment.course_seats');
        """
    )
}
