import Postgres

extension Migration {
    /// An answer's `events` are what was streamed beside its words: sources, what the flow told of itself.
    static let createSessions = Migration(
        1,
        "create sessions",
        """
        create table chat.sessions (
            tenant_id uuid not null,
            id uuid not null,
            user_id uuid not null,
            chatflow_id text not null check (char_length(chatflow_id) between 1 and 100),
            topic text not null check (char_length(topic) <= 60),
            created_at timestamptz not null,
            last_activity_at timestamptz not null,
            primary key (tenant_id, id)
        );
        create index sessions_by_user on chat.sessions (tenant_id, user_id, created_at desc, id);
        select platform.protect('chat.sessions');

        create table chat.messages (
            tenant_id uuid not null,
            id uuid not null,
            session_id uuid not null,
            role text not null check (role in ('user', 'assistant')),
            content text not null,
            events jsonb not null default '[]' check (jsonb_typeof(events) = 'array'),
            created_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, session_id) references chat.sessions (tenant_id, id) on delete cascade
        );
        create index messages_by_session on chat.messages (tenant_id, session_id, created_at, id);
        select platform.protect('chat.messages');
        """
    )
}
