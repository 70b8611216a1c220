import Postgres

extension Migration {
    /// What stands between a wallet and those that pay for it.
    static let lockWallets = Migration(
        6,
        "lock wallets",
        """
        -- A wallet, its parent and its parent's, child first.
        create function accounting.chain(p_tenant uuid, p_wallet uuid) returns uuid[]
        language plpgsql stable as $function$
        declare
            found_chain uuid[];
        begin
            select array_remove(array[w.id, w.parent_id, p.parent_id], null) into found_chain
            from accounting.wallets w
            left join accounting.wallets p on p.tenant_id = w.tenant_id and p.id = w.parent_id
            where w.tenant_id = p_tenant and w.id = p_wallet;
            return found_chain;
        end
        $function$;

        -- Locks wallets and those they draw on, in the one order that everybody keeps: deep ones first, then by id.
        create function accounting.lock_wallets(p_tenant uuid, p_wallets uuid[]) returns void
        language plpgsql as $function$
        begin
            perform from accounting.wallets w
            where w.tenant_id = p_tenant and w.id in (
                select unnest(accounting.chain(p_tenant, named.id)) from unnest(p_wallets) as named (id))
            order by w.depth desc, w.id
            for no key update;
        end
        $function$;

        -- How much can be held through a chain whose wallets are locked, after what has ended is gone; and whether a
        -- limit, rather than the balance, is what stands in the way of more.
        create function accounting.room(p_tenant uuid, p_chain uuid[], out credits bigint, out by_limit boolean)
        language plpgsql as $function$
        declare
            link record;
        begin
            for link in
                select w.id, w.next_expiry, w.parent_id, w.limit_period, w.spent_since, w.spending_limit
                from accounting.wallets w where w.tenant_id = p_tenant and w.id = any (p_chain)
            loop
                if link.parent_id is null and link.next_expiry <= clock_timestamp() then
                    perform accounting.expire(p_tenant, link.id);
                end if;
                if link.limit_period is not null
                    and link.spent_since < date_trunc(link.limit_period, clock_timestamp(), 'UTC') then
                    update accounting.wallets w set spent = 0, spent_since = clock_timestamp()
                    where w.tenant_id = p_tenant and w.id = link.id;
                end if;
            end loop;
            select greatest(0, least(min(rooms.balance), min(rooms.allowance))),
                coalesce(min(rooms.allowance) < min(rooms.balance), false)
            into credits, by_limit
            from (
                select case when w.parent_id is null then w.balance - w.reserved end as balance,
                    w.spending_limit - w.spent - w.reserved as allowance
                from accounting.wallets w where w.tenant_id = p_tenant and w.id = any (p_chain)
            ) rooms;
        end
        $function$;
        """
    )

    /// The life of a hold: open, then settled, void or expired, once.
    static let holdCredits = Migration(
        7,
        "hold credits",
        """
        -- What a hold that is there already is answered with; nothing when there is none.
        create function accounting.replay(p_tenant uuid, p_hold uuid, out verdict text, out credits bigint)
        language plpgsql as $function$
        begin
            select case when h.state = 'open' then 'replayed' else 'closed' end,
                case when h.state = 'open' then h.amount else h.charged end
            into verdict, credits
            from accounting.holds h where h.tenant_id = p_tenant and h.id = p_hold;
        end
        $function$;

        -- Holds up to p_amount and at least p_least. Verdicts: held, insufficient, over_limit, no_wallet; for a hold
        -- that was there before, replayed, or closed with what it was charged.
        create function accounting.reserve(
            p_tenant uuid, p_hold uuid, p_wallet uuid, p_amount bigint, p_least bigint, p_lease double precision,
            p_owner text, p_user uuid default null, p_operation text default null,
            out verdict text, out credits bigint, out free bigint
        ) language plpgsql as $function$
        declare
            links uuid[];
            is_limit boolean;
        begin
            -- The common case, one statement: a wallet with credits of its own, enough of them, and no limit.
            update accounting.wallets w set reserved = w.reserved + p_amount
            where w.tenant_id = p_tenant and w.id = p_wallet and w.parent_id is null and w.spending_limit is null
                and w.next_expiry > clock_timestamp() and w.balance - w.reserved >= p_amount
            returning w.balance - w.reserved into free;
            if found then
                links := array[p_wallet];
                credits := p_amount;
            else
                links := accounting.chain(p_tenant, p_wallet);
                if links is null then verdict := 'no_wallet'; credits := 0; free := 0; return; end if;
                perform accounting.lock_wallets(p_tenant, array[p_wallet]);
                select * into verdict, credits from accounting.replay(p_tenant, p_hold);
                if verdict is not null then free := 0; return; end if;
                select r.credits, r.by_limit into free, is_limit from accounting.room(p_tenant, links) r;
                if free < greatest(p_least, 1) then
                    verdict := case when is_limit then 'over_limit' else 'insufficient' end;
                    credits := 0;
                    return;
                end if;
                credits := least(p_amount, free);
                free := free - credits;
                update accounting.wallets w set reserved = w.reserved + credits
                where w.tenant_id = p_tenant and w.id = any (links);
            end if;
            insert into accounting.holds (
                tenant_id, id, wallet_id, payer_id, amount, owner, user_id, operation, lease_until)
            values (p_tenant, p_hold, p_wallet, links[array_length(links, 1)], credits, p_owner, p_user, p_operation,
                clock_timestamp() + make_interval(secs => p_lease))
            on conflict (tenant_id, id) do nothing;
            if found then verdict := 'held'; return; end if;
            update accounting.wallets w set reserved = w.reserved - credits
            where w.tenant_id = p_tenant and w.id = any (links);
            select *, 0 into verdict, credits, free from accounting.replay(p_tenant, p_hold);
        end
        $function$;

        -- Adds up to p_more and at least p_least to an open hold and renews its lease. Verdicts: extended,
        -- insufficient, over_limit, closed, unknown; credits is the whole hold.
        create function accounting.extend(
            p_tenant uuid, p_hold uuid, p_more bigint, p_least bigint, p_lease double precision,
            out verdict text, out credits bigint, out free bigint
        ) language plpgsql as $function$
        declare
            hold accounting.holds;
            links uuid[];
            is_limit boolean;
            more bigint;
        begin
            select * into hold from accounting.holds h where h.tenant_id = p_tenant and h.id = p_hold;
            if not found then verdict := 'unknown'; credits := 0; free := 0; return; end if;
            links := accounting.chain(p_tenant, hold.wallet_id);
            perform accounting.lock_wallets(p_tenant, array[hold.wallet_id]);
            select * into hold from accounting.holds h
            where h.tenant_id = p_tenant and h.id = p_hold for no key update;
            credits := hold.amount;
            free := 0;
            if hold.state <> 'open' then verdict := 'closed'; return; end if;
            select r.credits, r.by_limit into free, is_limit from accounting.room(p_tenant, links) r;
            more := case when free < greatest(p_least, 1) then 0 else least(p_more, free) end;
            update accounting.holds h
            set amount = h.amount + more, lease_until = clock_timestamp() + make_interval(secs => p_lease)
            where h.tenant_id = p_tenant and h.id = p_hold;
            if more = 0 then
                verdict := case when is_limit then 'over_limit' else 'insufficient' end;
                return;
            end if;
            update accounting.wallets w set reserved = w.reserved + more
            where w.tenant_id = p_tenant and w.id = any (links);
            verdict := 'extended';
            credits := credits + more;
            free := free - more;
        end
        $function$;

        -- Ends a hold, once: takes its cost and gives the rest back. A cost above the hold takes what is free besides;
        -- what then is missing is the hold's shortfall. Verdicts: p_state, or closed or unknown; credits is what was
        -- charged, also for one that was closed before.
        create function accounting.settle(
            p_tenant uuid, p_hold uuid, p_cost bigint, p_state text,
            out verdict text, out credits bigint, out free bigint
        ) language plpgsql as $function$
        declare
            hold accounting.holds;
            links uuid[];
            more bigint := 0;
        begin
            select * into hold from accounting.holds h where h.tenant_id = p_tenant and h.id = p_hold;
            if not found then verdict := 'unknown'; credits := 0; free := 0; return; end if;
            if hold.wallet_id = hold.payer_id then
                links := array[hold.wallet_id];
                perform from accounting.wallets w
                where w.tenant_id = p_tenant and w.id = hold.wallet_id for no key update;
            else
                links := accounting.chain(p_tenant, hold.wallet_id);
                perform accounting.lock_wallets(p_tenant, array[hold.wallet_id]);
            end if;
            select * into hold from accounting.holds h
            where h.tenant_id = p_tenant and h.id = p_hold for no key update;
            free := 0;
            credits := hold.charged;
            if hold.state <> 'open' then verdict := 'closed'; return; end if;
            credits := case when p_state = 'void' then 0 else greatest(p_cost, 0) end;
            if credits > hold.amount then
                select r.credits into more from accounting.room(p_tenant, links) r;
                credits := least(credits, hold.amount + more);
            end if;
            update accounting.holds h
            set state = p_state, charged = credits, ended_at = clock_timestamp(),
                shortfall = case when p_state = 'void' then 0 else greatest(p_cost - credits, 0) end
            where h.tenant_id = p_tenant and h.id = p_hold;
            update accounting.wallets w
            set reserved = w.reserved - hold.amount,
                balance = case when w.id = hold.payer_id then w.balance - credits else w.balance end,
                spent = credits + case
                    when w.limit_period is not null
                        and w.spent_since < date_trunc(w.limit_period, clock_timestamp(), 'UTC') then 0
                    else w.spent end,
                spent_since = case
                    when w.limit_period is not null
                        and w.spent_since < date_trunc(w.limit_period, clock_timestamp(), 'UTC')
                    then clock_timestamp() else w.spent_since end
            where w.tenant_id = p_tenant and w.id = any (links);
            perform accounting.burn(p_tenant, hold.payer_id, credits, 'usage', p_hold);
            verdict := p_state;
        end
        $function$;

        -- Takes credits at once: all of them or nothing, held and settled in one step.
        create function accounting.charge(
            p_tenant uuid, p_hold uuid, p_wallet uuid, p_amount bigint, p_owner text,
            out verdict text, out credits bigint, out free bigint
        ) language plpgsql as $function$
        begin
            select r.verdict, r.credits, r.free into verdict, credits, free
            from accounting.reserve(p_tenant, p_hold, p_wallet, p_amount, p_amount, 60, p_owner) r;
            if verdict <> 'held' then return; end if;
            select s.verdict, s.credits into verdict, credits
            from accounting.settle(p_tenant, p_hold, p_amount, 'settled') s;
        end
        $function$;
        """
    )
}
