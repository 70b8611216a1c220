import Postgres

extension Migration {
    static let createPrerequisites = Migration(
        2,
        "create prerequisites",
        """
        create table lms.prerequisites (
            tenant_id uuid not null,
            course_id uuid not null,
            prerequisite_id uuid not null check (prerequisite_id <> course_id),
            primary key (tenant_id, course_id, prerequisite_id),
            foreign key (tenant_id, course_id) references lms.courses (tenant_id, id) on delete cascade,
            foreign key (tenant_id, prerequisite_id) references lms.courses (tenant_id, id)
        );
        create index prerequisites_by_prerequisite on lms.prerequisites (tenant_id, prerequisite_id);
        select platform.protect('lms.prerequisites');
        """
    )
}
