import Postgres

extension Migration {
    /// Credits set aside for something that is being done. The lease is in no index, so that renewing it changes none;
    /// those that are open are few. Whom a hold is for, and what, is there so that one whose process died is in the
    /// statistics as well.
    static let createHolds = Migration(
        3,
        "create holds",
        """
        create table accounting.holds (
            tenant_id uuid not null,
            id uuid not null,
            wallet_id uuid not null,
            payer_id uuid not null,
            amount bigint not null check (amount > 0),
            observed bigint not null default 0 check (observed >= 0),
            state text not null default 'open' check (state in ('open', 'settled', 'void', 'expired')),
            charged bigint not null default 0 check (charged >= 0),
            shortfall bigint not null default 0 check (shortfall >= 0),
            owner text not null,
            user_id uuid,
            operation text,
            lease_until timestamptz not null,
            created_at timestamptz not null default clock_timestamp(),
            ended_at timestamptz,
            primary key (tenant_id, id),
            check ((state = 'open') = (ended_at is null)),
            check (state in ('settled', 'expired') or charged = 0)
        ) with (fillfactor = 70);
        create index holds_open on accounting.holds (tenant_id, id) where state = 'open';
        select platform.protect('accounting.holds');
        """
    )
}
