import Postgres

extension Migration {
    static let createSessions = Migration(
        1,
        "create sessions",
        """
        create table chat.sessions (
            tenant_id uuid not null,
            id uuid not null,
            user_id uuid not null,
            chatflow_id text not null check (char_length(chatflow_id) between 1 and 200),
            topic text not null check (char_length(topic) <= 60),
            created_at timestamptz not null,
            last_activity_at timestamptz not null,
            primary key (tenant_id, id)
        );
        create index sessions_by_user on chat.sessions (tenant_id, user_id, created_at desc, id);
        select platform.protect('chat.sessions');
        """
    )
}
