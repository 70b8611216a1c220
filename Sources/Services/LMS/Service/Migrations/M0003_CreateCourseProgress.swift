import Postgres

extension Migration {
    /// One row for each learner who has begun a course: what concurrent completions of its lessons queue for.
    static let createCourseProgress = Migration(
        3,
        "create course progress",
        """
        create table lms.course_progress (
            tenant_id uuid not null,
            user_id uuid not null,
            course_id uuid not null,
            started_at timestamptz not null default now(),
            last_active_at timestamptz not null default now(),
            completed_at timestamptz,
            primary key (tenant_id, user_id, course_id),
            foreign key (tenant_id, course_id) references lms.courses (tenant_id, id)
        );
        create index course_progress_by_course on lms.course_progress (tenant_id, course_id, user_id);
        select platform.protect('lms.course_progress');
        """
    )
}
