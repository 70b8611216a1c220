import Postgres

extension Migration {
    /// What must never be: every row is a defect.
    static let createViolations = Migration(
        9,
        "create violations",
        """
        create view accounting.violations with (security_invoker = true) as
        select w.tenant_id, w.id as wallet_id, 'grants' as what
        from accounting.wallets w
        left join (
            select tenant_id, wallet_id, sum(remaining) as total from accounting.grants group by 1, 2
        ) g on g.tenant_id = w.tenant_id and g.wallet_id = w.id
        where w.balance <> coalesce(g.total, 0)
        union all
        select w.tenant_id, w.id, 'journal'
        from accounting.wallets w
        left join (
            select tenant_id, wallet_id, sum(amount) as total from accounting.entries group by 1, 2
        ) e on e.tenant_id = w.tenant_id and e.wallet_id = w.id
        where w.balance <> coalesce(e.total, 0)
        union all
        select w.tenant_id, w.id, 'reserved'
        from accounting.wallets w
        left join (
            select h.tenant_id, links.id, sum(h.amount) as total
            from accounting.holds h, lateral unnest(accounting.chain(h.tenant_id, h.wallet_id)) as links (id)
            where h.state = 'open' group by 1, 2
        ) h on h.tenant_id = w.tenant_id and h.id = w.id
        where w.reserved <> coalesce(h.total, 0)
        union all
        select h.tenant_id, h.payer_id, 'charge'
        from accounting.holds h
        left join (
            select tenant_id, ref, -sum(amount) as total from accounting.entries where kind = 'usage' group by 1, 2
        ) e on e.tenant_id = h.tenant_id and e.ref = h.id
        where h.charged <> coalesce(e.total, 0);
        """
    )
}
