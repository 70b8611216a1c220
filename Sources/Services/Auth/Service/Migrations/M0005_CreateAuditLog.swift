import Postgres

extension Migration {
    /// Every authentication event. `occurred_at` is in the key so that the table can become partitions by month.
    static let createAuditLog = Migration(
        5,
        "create audit log",
        """
        create table auth.audit_log (
            tenant_id uuid not null references auth.tenants (id),
            occurred_at timestamptz not null,
            id uuid not null,
            action text not null,
            actor_id uuid,
            subject text,
            session_id uuid,
            address text,
            user_agent text,
            request_id text,
            primary key (tenant_id, occurred_at, id)
        );
        create index audit_log_by_actor on auth.audit_log (tenant_id, actor_id, occurred_at);
        select platform.protect('auth.audit_log');
        """
    )
}
