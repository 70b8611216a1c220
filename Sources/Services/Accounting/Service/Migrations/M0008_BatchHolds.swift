import Postgres

extension Migration {
    /// Many holds in one transaction, those of a process that stream, and those whose process died.
    static let batchHolds = Migration(
        8,
        "batch holds",
        """
        -- Several orders in one statement, one commit and one lock of each wallet. The wallets are locked first, in
        -- the common order; what follows waits for nobody.
        create function accounting.carry_out(
            p_tenant uuid, p_actions text[], p_holds uuid[], p_wallets uuid[], p_amounts bigint[], p_least bigint[],
            p_leases double precision[], p_owners text[], p_users uuid[], p_operations text[]
        ) returns table (verdict text, credits bigint, free bigint) language plpgsql as $function$
        declare
            place integer;
        begin
            if array_length(p_holds, 1) > 1 then
                perform accounting.lock_wallets(p_tenant, array(
                    select h.wallet_id from accounting.holds h where h.tenant_id = p_tenant and h.id = any (p_holds)
                    union
                    select unnest(p_wallets)));
            end if;
            for place in 1 .. coalesce(array_length(p_holds, 1), 0) loop
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
