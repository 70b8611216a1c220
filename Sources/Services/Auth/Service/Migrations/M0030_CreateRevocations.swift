import Postgres

extension Migration {
    /// What was taken back lately, for every process to hear of: access tokens are verified without asking the
    /// database. `written_by` is the transaction that wrote the row, because rows become visible in the order of
    /// commits, which is neither that of ids nor that of clocks.
    static let createRevocations = Migration(
        30,
        "create revocations",
        """
        create table auth.revocations (
            tenant_id uuid not null references auth.tenants (id),
            id uuid not null default gen_random_uuid(),
            kind text not null check (kind in ('session', 'user', 'tenant')),
            subject uuid not null,
            before timestamptz check ((before is null) = (kind = 'session')),
            written_by xid8 not null default pg_current_xact_id(),
            recorded_at timestamptz not null default clock_timestamp(),
            primary key (tenant_id, id)
        );
        create index revocations_by_transaction on auth.revocations (written_by);
        create index revocations_by_age on auth.revocations (recorded_at);
        select platform.protect('auth.revocations');
        """
    )
}
