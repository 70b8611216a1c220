import Postgres

extension Migration {
    static let createCourses = Migration(
        1,
        "create courses",
        """
        create table lms.courses (
            tenant_id uuid not null,
            id uuid not null,
            code text not null check (char_length(code) between 2 and 100),
            title text not null check (char_length(title) between 1 and 200),
            description text not null default '' check (char_length(description) <= 5000),
            subject text not null default '' check (char_length(subject) <= 100),
            grade_level text not null default '' check (char_length(grade_level) <= 50),
            thumbnail_url text,
            instructor_id uuid not null,
            seat_limit bigint check (seat_limit > 0),
            self_enrollment boolean not null default true,
            status text not null default 'active' check (status in ('draft', 'active', 'archived')),
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, code)
        );
        create index courses_by_instructor on lms.courses (tenant_id, instructor_id, status);
        create index courses_by_status on lms.courses (tenant_id, status, created_at, id);
        select platform.protect('lms.courses');
        """
    )
}
