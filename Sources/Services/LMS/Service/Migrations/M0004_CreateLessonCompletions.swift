import Postgres

extension Migration {
    static let createLessonCompletions = Migration(
        4,
        "create lesson completions",
        """
        create table lms.lesson_completions (
            tenant_id uuid not null,
            user_id uuid not null,
            course_id uuid not null,
            lesson_id uuid not null,
            time_spent_minutes double precision check (time_spent_minutes >= 0),
            quiz_score double precision check (quiz_score between 0 and 100),
            completed_at timestamptz not null default now(),
            primary key (tenant_id, user_id, course_id, lesson_id),
            foreign key (tenant_id, user_id, course_id)
                references lms.course_progress (tenant_id, user_id, course_id)
        );
        create index lesson_completions_by_lesson on lms.lesson_completions (tenant_id, lesson_id);
        create index lesson_completions_by_course on lms.lesson_completions (tenant_id, course_id, user_id);
        select platform.protect('lms.lesson_completions');
        """
    )
}
