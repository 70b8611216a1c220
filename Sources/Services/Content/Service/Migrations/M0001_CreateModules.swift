import Postgres

extension Migration {
    /// Positions may be exchanged within a transaction, so their uniqueness is checked at its end.
    static let createModules = Migration(
        1,
        "create modules",
        """
        create table content.modules (
            tenant_id uuid not null,
            id uuid not null,
            course_id uuid not null,
            title text not null check (char_length(title) between 1 and 200),
            description text not null default '' check (char_length(description) <= 5000),
            position bigint not null check (position > 0),
            created_at timestamptz not null default now(),
            updated_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, course_id, id),
            unique (tenant_id, course_id, position) deferrable initially deferred
        );
        select platform.protect('content.modules');
        """
    )
}
