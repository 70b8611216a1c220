import Postgres

extension Migration {
    /// Text messages without their texts: how far each is, and what it cost in millionths of the currency's unit.
    static let createMessages = Migration(
        1,
        "create messages",
        """
        create table sms.messages (
            tenant_id uuid not null,
            id uuid not null,
            user_id uuid,
            kind text not null check (kind ~ '^[a-z_]{1,40}$'),
            recipient text not null,
            status text not null default 'queued' check (status in ('queued', 'sent', 'failed', 'delivered')),
            failure text,
            attempts integer not null default 0 check (attempts >= 0),
            provider text,
            provider_message_id text,
            cost_micros bigint check (cost_micros >= 0),
            currency text check (currency ~ '^[A-Z]{3}$'),
            created_at timestamptz not null default now(),
            sent_at timestamptz,
            settled_at timestamptz,
            primary key (tenant_id, id),
            check ((cost_micros is null) = (currency is null)),
            check ((status in ('failed', 'delivered')) = (settled_at is not null))
        );
        create index messages_by_age on sms.messages (tenant_id, created_at desc, id desc);
        -- A report names the message as the provider does, and no school.
        create index messages_by_provider on sms.messages (provider_message_id, provider)
        where provider_message_id is not null;
        select platform.protect('sms.messages');
        """
    )
}
