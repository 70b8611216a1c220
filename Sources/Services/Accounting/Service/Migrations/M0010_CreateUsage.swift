import Postgres

extension Migration {
    /// What was used. `source` keeps apart what the platform charged from what users say of themselves.
    static let createUsage = Migration(
        10,
        "create usage",
        """
        create table accounting.usage_records (
            tenant_id uuid not null,
            number bigint generated always as identity,
            user_id uuid not null,
            at timestamptz not null default now(),
            service text not null,
            operation text not null,
            credits bigint not null check (credits >= 0),
            metadata jsonb not null default '{}',
            source text not null check (source in ('platform', 'user')),
            primary key (tenant_id, number)
        );
        create index usage_of_user on accounting.usage_records (tenant_id, user_id, at);
        create index usage_by_time on accounting.usage_records (tenant_id, at);
        select platform.protect('accounting.usage_records');
        """
    )
}
