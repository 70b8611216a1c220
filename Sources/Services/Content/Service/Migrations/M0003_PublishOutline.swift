import Postgres

extension Migration {
    /// What other services may read: the outline of courses, not what stands in the lessons.
    static let publishOutline = Migration(
        3,
        "publish outline",
        """
        create view content.public_modules with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, course_id, title, description, position
        from content.modules;

        create view content.public_lessons with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, course_id, module_id, title, type, duration_minutes, position, is_published
        from content.lessons;
        """
    )
}
