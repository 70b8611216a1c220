import Postgres

/// A small schema of tenants' rows for the tests here.
let school = SchemaMigrations(
    schema: "school",
    migrations: [
        Migration(
            1,
            "create courses",
            """
            create table courses (
                tenant_id uuid not null,
                id uuid not null,
                title text not null check (title <> ''),
                seats integer not null default 30,
                primary key (tenant_id, id),
                unique (tenant_id, title)
            );
            select platform.protect('courses');
            create table lessons (
                tenant_id uuid not null,
                id uuid not null,
                course_id uuid not null,
                primary key (tenant_id, id),
                foreign key (tenant_id, course_id) references courses (tenant_id, id) deferrable initially deferred
            );
            select platform.protect('lessons');
            create table terms (code text primary key, seats integer);
            create function count_courses() returns bigint language sql as 'select count(*) from school.courses';
            create view public_courses with (security_invoker = true) as select tenant_id, id, title from courses;
            """
        )
    ]
)
