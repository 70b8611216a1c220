import Postgres

extension Migration {
    /// What credits are kept in and drawn through. A wallet without a parent holds credits of its own; one with a
    /// parent draws on it, and is there for its limit. Depth counts from the one that pays, and is the order of locks.
    static let createWallets = Migration(
        1,
        "create wallets",
        """
        create table accounting.wallets (
            tenant_id uuid not null,
            id uuid not null,
            kind text not null check (kind in ('school', 'class', 'user', 'share')),
            owner_id uuid not null,
            parent_id uuid,
            depth smallint not null default 0 check (depth between 0 and 2),
            balance bigint not null default 0,
            reserved bigint not null default 0 check (reserved >= 0),
            next_expiry timestamptz not null default 'infinity',
            spending_limit bigint check (spending_limit >= 0),
            limit_period text check (limit_period in ('day', 'week', 'month')),
            spent bigint not null default 0,
            spent_since timestamptz not null default now(),
            share_limit bigint check (share_limit >= 0),
            share_period text check (share_period in ('day', 'week', 'month')),
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, parent_id, owner_id),
            foreign key (tenant_id, parent_id) references accounting.wallets (tenant_id, id),
            check (case when parent_id is null then balance >= reserved else balance = 0 end),
            check ((parent_id is null) = (depth = 0))
        ) with (fillfactor = 70);
        select platform.protect('accounting.wallets');
        """
    )
}
