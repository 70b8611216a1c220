import Postgres

extension Migration {
    /// A row per sign-in. `counter` is the generation of the current refresh token, `rotated_at` when the latest began.
    static let createSessions = Migration(
        3,
        "create sessions",
        """
        create table auth.sessions (
            tenant_id uuid not null,
            id uuid not null,
            user_id uuid not null,
            refresh_key bytea,
            counter bigint not null default 0 check (counter >= 0),
            rotated_at timestamptz[] not null default '{}',
            idle_until timestamptz not null,
            absolute_until timestamptz not null,
            revoked_at timestamptz,
            revoked_because text,
            address text,
            user_agent text,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade
        );
        create index sessions_by_user on auth.sessions (tenant_id, user_id);
        -- A refresh token names its session, not its school.
        create index sessions_by_id on auth.sessions (id);
        create index sessions_by_end on auth.sessions (idle_until);
        select platform.protect('auth.sessions');
        """
    )
}
