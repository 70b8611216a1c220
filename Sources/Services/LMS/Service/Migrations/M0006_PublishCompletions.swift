import Postgres

extension Migration {
    /// What other services may read of what learners have completed.
    static let publishCompletions = Migration(
        6,
        "publish completions",
        """
        create view lms.public_course_completions with (security_invoker = true, security_barrier = true) as
        select tenant_id, course_id, user_id, completed_at
        from lms.course_progress
        where completed_at is not null;

        create view lms.public_lesson_completions with (security_invoker = true, security_barrier = true) as
        select tenant_id, course_id, lesson_id, user_id, completed_at
        from lms.lesson_completions;
        """
    )
}
