import Postgres

extension Migration {
    /// What people are told in the campus: a row for each person and event.
    static let createNotifications = Migration(
        1,
        "create notifications",
        """
        create table notification.notifications (
            tenant_id uuid not null,
            id uuid not null,
            user_id uuid not null,
            student_id uuid,
            event_id uuid not null,
            type text not null
                check (type in ('assignment_graded', 'assignment_due', 'announcement', 'message', 'system')),
            title text not null,
            message text not null,
            action_url text,
            created_at timestamptz not null default now(),
            read_at timestamptz,
            primary key (tenant_id, id),
            unique (tenant_id, event_id, user_id),
            check (student_id <> user_id)
        );
        comment on column notification.notifications.student_id is 'the child it is about, when a guardian is told';
        create index notifications_by_age on notification.notifications (tenant_id, user_id, created_at desc, id desc);
        create index notifications_unread on notification.notifications (tenant_id, user_id) where read_at is null;
        select platform.protect('notification.notifications');
        """
    )
}
