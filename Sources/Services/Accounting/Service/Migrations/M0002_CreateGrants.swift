import Postgres

extension Migration {
    /// Credits given to a wallet, each with an end. `is_spent` and not `remaining` is in the index, so that burning a
    /// part of a grant changes no index.
    static let createGrants = Migration(
        2,
        "create grants",
        """
        create table accounting.grants (
            tenant_id uuid not null,
            id uuid not null,
            number bigint generated always as identity,
            wallet_id uuid not null,
            amount bigint not null check (amount > 0),
            remaining bigint not null check (remaining between 0 and amount),
            is_spent boolean not null default false check (is_spent = (remaining = 0)),
            priority smallint not null default 100,
            expires_at timestamptz not null default 'infinity',
            granted_by text not null,
            notes text,
            created_at timestamptz not null default clock_timestamp(),
            primary key (tenant_id, id),
            unique (tenant_id, number),
            foreign key (tenant_id, wallet_id) references accounting.wallets (tenant_id, id)
        ) with (fillfactor = 80);
        create index grants_to_burn
            on accounting.grants (tenant_id, wallet_id, priority, expires_at, created_at, id) where not is_spent;
        select platform.protect('accounting.grants');

        -- What of each grant is free: open holds stand on the grants that would be burnt first.
        create view accounting.open_grants with (security_invoker = true) as
        select g.tenant_id, g.wallet_id, g.id, g.number, g.amount, g.remaining, g.expires_at, g.granted_by, g.notes,
            g.created_at, greatest(0, least(g.remaining, sum(g.remaining) over (
                partition by g.tenant_id, g.wallet_id order by g.priority, g.expires_at, g.created_at, g.id
            ) - w.reserved))::bigint as free
        from accounting.grants g
        join accounting.wallets w on w.tenant_id = g.tenant_id and w.id = g.wallet_id
        where not g.is_spent;
        """
    )
}
