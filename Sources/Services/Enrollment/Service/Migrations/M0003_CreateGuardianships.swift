import Postgres

extension EnrollmentService {
    static let createGuardianships = Migration(
        3,
        "create_guardianships",
        """
        create table enrollment.guardianships (
            tenant_id uuid not null,
            guardian_id uuid not null,
            student_id uuid not null,
            relationship text not null,
            linked_at timestamptz not null default now(),
            linked_by uuid not null,
            primary key (tenant_id, guardian_id, student_id),
            check (guardian_id <> student_id)
        );
        create index guardianships_by_student on enrollment.guardianships (tenant_id, student_id, linked_at);
        select platform.protect('enrollment.guardianships');

        create view enrollment.public_guardianships with (security_invoker = true, security_barrier = true) as
        select tenant_id, guardian_id, student_id, relationship
        from enrollment.guardianships;
        """
    )
}
