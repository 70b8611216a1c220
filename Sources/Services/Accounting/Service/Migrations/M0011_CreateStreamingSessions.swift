import Postgres

extension Migration {
    /// Streams that a client announces, ends and breaks off itself, each on a hold.
    static let createStreamingSessions = Migration(
        11,
        "create streaming sessions",
        """
        create table accounting.streaming_sessions (
            tenant_id uuid not null,
            session_id text not null check (char_length(session_id) between 1 and 100),
            number bigint generated always as identity,
            user_id uuid not null,
            hold_id uuid not null,
            model_id text not null,
            estimated bigint not null check (estimated >= 0),
            allocated bigint not null check (allocated >= 0),
            used bigint not null default 0 check (used >= 0),
            status text not null default 'active' check (status in ('active', 'completed', 'failed')),
            started_at timestamptz not null default now(),
            completed_at timestamptz,
            primary key (tenant_id, session_id),
            unique (tenant_id, number),
            unique (tenant_id, hold_id),
            check ((status = 'active') = (completed_at is null))
        );
        create index streaming_sessions_active
            on accounting.streaming_sessions (tenant_id, user_id) where status = 'active';
        create index streaming_sessions_ended
            on accounting.streaming_sessions (tenant_id, completed_at) where status <> 'active';
        select platform.protect('accounting.streaming_sessions');
        """
    )
}
