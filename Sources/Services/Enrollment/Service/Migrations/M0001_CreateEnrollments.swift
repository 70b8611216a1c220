import Postgres

extension EnrollmentService {
    static let createEnrollments = Migration(
        1,
        "create_enrollments",
        """
        create table enrollment.enrollments (
            tenant_id uuid not null,
            id uuid not null,
            course_id uuid not null,
            user_id uuid not null,
            status text not null check (status in ('enrolled', 'completed', 'dropped')),
            enrolled_at timestamptz not null default now(),
            completed_at timestamptz,
            dropped_at timestamptz,
            enrolled_by uuid not null,
            primary key (tenant_id, id),
            unique (tenant_id, course_id, user_id),
            check (status <> 'completed' or completed_at is not null),
            check (status <> 'dropped' or dropped_at is not null)
        );
        create index enrollments_by_course on enrollment.enrollments (tenant_id, course_id, status);
        create index enrollments_by_learner on enrollment.enrollments (tenant_id, user_id, enrolled_at desc, id);
        select platform.protect('enrollment.enrollments');

        create view enrollment.public_enrollments with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, course_id, user_id, status, enrolled_at, completed_at
        from enrollment.enrollments;
        """
    )
}
