import Postgres

extension Migration {
    /// What stands in published lessons as plain text, with the words it can be found by. Quizzes are left out: their
    /// answers stand in them.
    static let publishLessonTexts = Migration(
        4,
        "publish lesson texts",
        """
        -- A tsvector holds one megabyte: of a longer lesson the beginning can be found.
        -- squawk-ignore adding-field-with-default
        alter table content.lessons add column search tsvector generated always as (
            setweight(to_tsvector('english', title), 'A')
            || to_tsvector(
                'english',
                regexp_replace(left(coalesce(content ->> 'body', content ->> 'html', ''), 150000), '<[^>]*>', ' ', 'g')
            )
        ) stored;

        create view content.public_lesson_texts with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, course_id, title,
            regexp_replace(coalesce(content ->> 'body', content ->> 'html', ''), '<[^>]*>', ' ', 'g') as body, search
        from content.lessons
        where is_published and course_id is not null and type <> 'quiz';
        """
    )
}
