import Postgres

extension Migration {
    /// Many holds in one transaction, those of a process that stream, and those whose process died.
    static let batchHolds = Migration(
        8,
        "batch holds",
        """
        -- Carries out what needs no second look, all of it in one statement: those orders of a batch that reserve,
        -- settle or void a hold that no other order of it names, of a wallet with credits of its own and no limit, when
        -- that has enough for all of them in their order and its first grant has enough for what they cost. Every order
        -- has a row; without a verdict it is still to be carried out.
        --
        -- The wallets are locked first, in the common order, and no other is touched: what follows waits for nobody.
        --
        -- A plan is kept, maybe from when there were no holds and to read them all was cheap. So holds are looked up
        -- one at a time, and ended by an upsert, which finds them by their key.
        create function accounting.carry_out_together(
            p_tenant uuid, p_actions text[], p_holds uuid[], p_wallets uuid[], p_amounts bigint[],
            p_leases double precision[], p_owners text[], p_users uuid[], p_operations text[]
        ) returns table (place integer, verdict text, credits bigint, free bigint) language plpgsql as $function$
        declare
            locked uuid[];
        begin
            -- One that is alone is quicker by itself.
            if array_length(p_holds, 1) = 1 then place := 1; return next; return; end if;
            locked := array(
                select h.wallet_id from unnest(p_holds) as named (id) join lateral (
                    select h.wallet_id from accounting.holds h
                    where h.tenant_id = p_tenant and h.id = named.id limit 1
                ) h on true
                union
                select unnest(p_wallets));
            perform accounting.lock_wallets(p_tenant, locked);
            return query
            with own as materialized (
                select w.id, w.balance - w.reserved as room, w.next_expiry > clock_timestamp() as is_current
                from unnest(locked) as named (id) join lateral (
                    select w.id, w.balance, w.reserved, w.next_expiry from accounting.wallets w
                    where w.tenant_id = p_tenant and w.id = named.id and w.parent_id is null
                        and w.spending_limit is null and w.limit_period is null limit 1
                ) w on true
            ), orders as materialized (
                select o.place, o.hold, own.id as wallet_id, own.room, o.owner, o.user_id, o.operation, o.lease,
                    case o.action when 'reserve' then 'open' when 'settle' then 'settled' else o.action end as state,
                    case o.action when 'reserve' then o.amount else h.amount end as amount,
                    case o.action when 'settle' then greatest(o.amount, 0) else 0 end as cost,
                    own.id is not null and count(*) over (partition by o.hold) = 1 and case o.action
                        when 'reserve' then h.state is null and own.is_current
                        when 'settle' then h.state = 'open' and o.amount <= h.amount
                        when 'void' then h.state = 'open'
                        else false
                    end as is_plain
                from unnest(p_actions, p_holds, p_wallets, p_amounts, p_leases, p_owners, p_users, p_operations)
                    with ordinality as o (action, hold, wallet_id, amount, lease, owner, user_id, operation, place)
                left join lateral (
                    select h.wallet_id, h.state, h.amount from accounting.holds h
                    where h.tenant_id = p_tenant and h.id = o.hold limit 1
                ) h on true
                left join own on own.id = coalesce(h.wallet_id, o.wallet_id)
            ), plain as materialized (
                select o.*, (o.room - sum(case o.state when 'open' then o.amount else o.cost - o.amount end)
                    over (partition by o.wallet_id order by o.place))::bigint as room_after
                from orders o where o.is_plain
            ), payers as materialized (
                select p.wallet_id, p.cost, g.id as grant_id
                from (
                    select o.wallet_id, sum(o.cost)::bigint as cost
                    from plain o group by o.wallet_id having min(o.room_after) >= 0
                ) p
                left join lateral (
                    select g.id, g.remaining from accounting.grants g
                    where g.tenant_id = p_tenant and g.wallet_id = p.wallet_id and not g.is_spent
                    order by g.priority, g.expires_at, g.created_at, g.id limit 1
                ) g on true
                where coalesce(g.remaining, 0) >= p.cost
            ), done as (
                insert into accounting.holds as h (tenant_id, id, wallet_id, payer_id, amount, state, charged, owner,
                    user_id, operation, lease_until, ended_at)
                select p_tenant, o.hold, o.wallet_id, o.wallet_id, o.amount, o.state, o.cost, o.owner,
                    nullif(o.user_id, '00000000-0000-0000-0000-000000000000'), nullif(o.operation, ''),
                    clock_timestamp() + make_interval(secs => o.lease),
                    case when o.state <> 'open' then clock_timestamp() end
                from plain o join payers p on p.wallet_id = o.wallet_id
                on conflict (tenant_id, id) do update
                set state = excluded.state, charged = excluded.charged, ended_at = excluded.ended_at
                -- Not where somebody has just taken the id of a new hold for another wallet.
                where excluded.state <> 'open'
                returning h.id, h.wallet_id, h.state, h.amount, h.charged
            ), burnt as (
                update accounting.grants g
                set remaining = g.remaining - p.cost, is_spent = (g.remaining = p.cost)
                from payers p where p.cost > 0 and g.tenant_id = p_tenant and g.id = p.grant_id
            ), written as (
                insert into accounting.entries (tenant_id, wallet_id, kind, amount, ref, grant_id)
                select p_tenant, o.wallet_id, 'usage', -o.cost, o.hold, p.grant_id
                from plain o join payers p on p.wallet_id = o.wallet_id
                where o.cost > 0 order by o.place
            ), changed as (
                update accounting.wallets w
                set reserved = w.reserved + c.reserved, balance = w.balance - c.cost, spent = w.spent + c.cost
                from (
                    select done.wallet_id, sum(done.charged) as cost,
                        sum(case done.state when 'open' then done.amount else -done.amount end) as reserved
                    from done group by done.wallet_id
                ) c
                where w.tenant_id = p_tenant and w.id = c.wallet_id
            )
            select o.place::integer, case done.state when 'open' then 'held' else done.state end,
                case done.state when 'open' then done.amount else done.charged end,
                case done.state when 'open' then plain.room_after else 0 end
            from orders o
            left join done on done.id = o.hold
            left join plain on plain.place = o.place
            order by o.place;
        end
        $function$;

        -- Several orders in one statement, one commit and one lock of each wallet: what can go together first, then the
        -- rest one by one. The verdicts are in the order of the orders.
        create function accounting.carry_out(
            p_tenant uuid, p_actions text[], p_holds uuid[], p_wallets uuid[], p_amounts bigint[], p_least bigint[],
            p_leases double precision[], p_owners text[], p_users uuid[], p_operations text[]
        ) returns table (verdict text, credits bigint, free bigint) language plpgsql as $function$
        declare
            place integer;
        begin
            for place, verdict, credits, free in
                select t.place, t.verdict, t.credits, t.free from accounting.carry_out_together(
                    p_tenant, p_actions, p_holds, p_wallets, p_amounts, p_leases, p_owners, p_users, p_operations) t
            loop
                if verdict is not null then return next; continue; end if;
                case p_actions[place]
                    when 'reserve' then
                        select r.verdict, r.credits, r.free into verdict, credits, free from accounting.reserve(
                            p_tenant, p_holds[place], p_wallets[place], p_amounts[place], p_least[place],
                            p_leases[place], p_owners[place],
                            nullif(p_users[place], '00000000-0000-0000-0000-000000000000'),
                            nullif(p_operations[place], '')) r;
                    when 'extend' then
                        select r.verdict, r.credits, r.free into verdict, credits, free from accounting.extend(
                            p_tenant, p_holds[place], p_amounts[place], p_least[place], p_leases[place]) r;
                    when 'settle' then
                        select r.verdict, r.credits, r.free into verdict, credits, free from accounting.settle(
                            p_tenant, p_holds[place], p_amounts[place], 'settled') r;
                    when 'void' then
                        select r.verdict, r.credits, r.free into verdict, credits, free from accounting.settle(
                            p_tenant, p_holds[place], 0, 'void') r;
                    when 'charge' then
                        select r.verdict, r.credits, r.free into verdict, credits, free from accounting.charge(
                            p_tenant, p_holds[place], p_wallets[place], p_amounts[place], p_owners[place]) r;
                end case;
                return next;
            end loop;
        end
        $function$;

        -- What streams have cost so far, and their leases renewed. Those that are still open; one that is being
        -- settled at this moment has nothing to record.
        create function accounting.checkpoint(
            p_tenant uuid, p_holds uuid[], p_observed bigint[], p_lease double precision
        ) returns setof uuid language plpgsql as $function$
        begin
            return query
            with seen as (
                select h.id, named.observed
                from unnest(p_holds, p_observed) as named (id, observed)
                join accounting.holds h on h.tenant_id = p_tenant and h.id = named.id
                where h.state = 'open'
                for no key update of h skip locked
            )
            update accounting.holds h
            set observed = greatest(h.observed, seen.observed),
                lease_until = clock_timestamp() + make_interval(secs => p_lease)
            from seen where h.tenant_id = p_tenant and h.id = seen.id
            returning h.id;
        end
        $function$;

        -- Ends holds whose lease is over: at the last checkpoint, never for free and never above what was seen. What
        -- they were charged for is noted, as whoever settles notes it.
        create function accounting.sweep(p_tenant uuid, p_most integer) returns integer
        language plpgsql as $function$
        declare
            overdue uuid[];
            dead record;
            cost bigint;
            ended integer := 0;
        begin
            overdue := array(
                select h.id from accounting.holds h
                where h.tenant_id = p_tenant and h.state = 'open' and h.lease_until < clock_timestamp()
                order by h.id limit p_most);
            perform accounting.lock_wallets(p_tenant, array(
                select h.wallet_id from accounting.holds h where h.tenant_id = p_tenant and h.id = any (overdue)));
            -- Read again: while the locks were waited for, a lease may have been renewed.
            for dead in
                select h.id, h.observed, h.owner, h.user_id, h.operation from accounting.holds h
                where h.tenant_id = p_tenant and h.id = any (overdue) and h.state = 'open'
                    and h.lease_until < clock_timestamp()
                for no key update
            loop
                select s.credits into cost from accounting.settle(
                    p_tenant, dead.id, dead.observed, case when dead.observed > 0 then 'expired' else 'void' end) s;
                if cost > 0 and dead.user_id is not null then
                    insert into accounting.usage_records (
                        tenant_id, user_id, service, operation, credits, metadata, source)
                    values (p_tenant, dead.user_id, dead.owner, coalesce(dead.operation, dead.owner), cost,
                        '{"success": false, "interrupted": true}', 'platform');
                end if;
                ended := ended + 1;
            end loop;
            return ended;
        end
        $function$;
        """
    )
}
