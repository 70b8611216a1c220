import Postgres

extension Migration {
    /// The mails, and how far each is. Their text is in the job that sends them.
    static let createDeliveries = Migration(
        2,
        "create deliveries",
        """
        create table notification.deliveries (
            tenant_id uuid not null,
            id uuid not null,
            user_id uuid not null,
            kind text not null check (kind in ('enrollment', 'certificate')),
            subject text not null,
            status text not null default 'queued' check (status in ('queued', 'sent', 'failed')),
            attempts integer not null default 0 check (attempts >= 0),
            created_at timestamptz not null default now(),
            sent_at timestamptz,
            primary key (tenant_id, id),
            check ((status = 'sent') = (sent_at is not null))
        );
        create index deliveries_by_age on notification.deliveries (tenant_id, user_id, created_at desc, id desc);
        select platform.protect('notification.deliveries');
        """
    )
}
