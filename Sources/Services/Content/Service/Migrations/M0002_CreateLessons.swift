import Postgres

extension Migration {
    /// A lesson carries its module's course, held to it by the foreign key: lists of courses count lessons by course.
    static let createLessons = Migration(
        2,
        "create lessons",
        """
        create table content.lessons (
            tenant_id uuid not null,
            id uuid not null,
            course_id uuid,
            module_id uuid,
            author_id uuid not null,
            title text not null check (char_length(title) between 1 and 200),
            type text not null check (type in ('video', 'text', 'quiz', 'interactive')),
            content jsonb not null default '{}' check (jsonb_typeof(content) = 'object'),
            resources jsonb not null default '[]' check (jsonb_typeof(resources) = 'array'),
            duration_minutes bigint check (duration_minutes >= 0),
            position bigint not null default 1 check (position > 0),
            is_published boolean not null default true,
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            primary key (tenant_id, id),
            check ((course_id is null) = (module_id is null)),
            foreign key (tenant_id, course_id, module_id) references content.modules (tenant_id, course_id, id),
            unique (tenant_id, module_id, position) deferrable initially deferred
        );
        create index lessons_by_course on content.lessons (tenant_id, course_id, is_published, id);
        select platform.protect('content.lessons');
        """
    )
}
