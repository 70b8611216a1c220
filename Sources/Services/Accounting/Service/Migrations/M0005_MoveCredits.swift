import Postgres

extension Migration {
    /// Credits in and out of a wallet. PL/pgSQL throughout: SQL functions called from it are planned at every call.
    static let moveCredits = Migration(
        5,
        "move credits",
        """
        -- Takes an amount from a wallet's grants, what ends first before the rest. The wallet's row is locked and its
        -- balance is the caller's to change.
        create function accounting.burn(
            p_tenant uuid, p_wallet uuid, p_amount bigint, p_kind text, p_ref uuid,
            p_actor text default null, p_notes text default null
        ) returns void language plpgsql as $function$
        declare
            missing bigint := p_amount;
            part bigint;
            burnt record;
        begin
            if missing = 0 then return; end if;
            for burnt in
                select g.id, g.remaining from accounting.grants g
                where g.tenant_id = p_tenant and g.wallet_id = p_wallet and not g.is_spent
                order by g.priority, g.expires_at, g.created_at, g.id
            loop
                part := least(burnt.remaining, missing);
                update accounting.grants g
                set remaining = burnt.remaining - part, is_spent = (burnt.remaining = part)
                where g.tenant_id = p_tenant and g.id = burnt.id;
                insert into accounting.entries (tenant_id, wallet_id, kind, amount, ref, grant_id, actor, notes)
                values (p_tenant, p_wallet, p_kind, -part, p_ref, burnt.id, p_actor, p_notes);
                missing := missing - part;
                exit when missing = 0;
            end loop;
            if missing <> 0 then
                raise exception 'a wallet has fewer grants than balance' using errcode = 'data_corrupted';
            end if;
        end
        $function$;

        -- Ends what has expired and backs no open hold. The wallet's row is locked.
        create function accounting.expire(p_tenant uuid, p_wallet uuid) returns void language plpgsql as $function$
        declare
            held bigint;
            lost bigint := 0;
            part bigint;
            ended record;
        begin
            select w.reserved into held from accounting.wallets w where w.tenant_id = p_tenant and w.id = p_wallet;
            for ended in
                select g.id, g.remaining, g.expires_at, sum(g.remaining) over (
                    order by g.priority, g.expires_at, g.created_at, g.id) as up_to
                from accounting.grants g
                where g.tenant_id = p_tenant and g.wallet_id = p_wallet and not g.is_spent
            loop
                continue when ended.expires_at > clock_timestamp();
                part := least(ended.remaining, greatest(0, ended.up_to - held));
                continue when part = 0;
                update accounting.grants g
                set remaining = ended.remaining - part, is_spent = (ended.remaining = part)
                where g.tenant_id = p_tenant and g.id = ended.id;
                insert into accounting.entries (tenant_id, wallet_id, kind, amount, ref, grant_id)
                values (p_tenant, p_wallet, 'expiry', -part, ended.id, ended.id);
                lost := lost + part;
            end loop;
            update accounting.wallets w
            set balance = w.balance - lost, next_expiry = coalesce((
                select min(g.expires_at) from accounting.grants g
                where g.tenant_id = p_tenant and g.wallet_id = p_wallet and not g.is_spent), 'infinity')
            where w.tenant_id = p_tenant and w.id = p_wallet;
        end
        $function$;

        -- Gives credits to a wallet that has none of its parent's. The same id gives once. The grant's number.
        create function accounting.give(
            p_tenant uuid, p_grant uuid, p_wallet uuid, p_amount bigint, p_expires timestamptz, p_priority smallint,
            p_by text, p_notes text
        ) returns bigint language plpgsql as $function$
        declare
            given bigint;
        begin
            perform from accounting.wallets w
            where w.tenant_id = p_tenant and w.id = p_wallet and w.parent_id is null for no key update;
            if not found then return null; end if;
            select g.number into given from accounting.grants g where g.tenant_id = p_tenant and g.id = p_grant;
            if found then return given; end if;
            insert into accounting.grants (
                tenant_id, id, wallet_id, amount, remaining, expires_at, priority, granted_by, notes)
            values (p_tenant, p_grant, p_wallet, p_amount, p_amount, p_expires, p_priority, p_by, p_notes)
            returning number into given;
            insert into accounting.entries (tenant_id, wallet_id, kind, amount, ref, grant_id, actor, notes)
            values (p_tenant, p_wallet, 'grant', p_amount, p_grant, p_grant, p_by, p_notes);
            update accounting.wallets w
            set balance = w.balance + p_amount, next_expiry = least(w.next_expiry, p_expires)
            where w.tenant_id = p_tenant and w.id = p_wallet;
            return given;
        end
        $function$;

        -- Takes free credits away: that amount or nothing; without an amount, all that is free. What was taken, null
        -- when there is less.
        create function accounting.remove(
            p_tenant uuid, p_ref uuid, p_wallet uuid, p_amount bigint, p_actor text, p_notes text
        ) returns bigint language plpgsql as $function$
        declare
            free bigint;
            taken bigint;
        begin
            perform from accounting.wallets w
            where w.tenant_id = p_tenant and w.id = p_wallet and w.parent_id is null for no key update;
            if not found then return null; end if;
            perform accounting.expire(p_tenant, p_wallet);
            select w.balance - w.reserved into free from accounting.wallets w
            where w.tenant_id = p_tenant and w.id = p_wallet;
            taken := coalesce(p_amount, free);
            if taken > free then return null; end if;
            perform accounting.burn(p_tenant, p_wallet, taken, 'removal', p_ref, p_actor, p_notes);
            update accounting.wallets w set balance = w.balance - taken
            where w.tenant_id = p_tenant and w.id = p_wallet;
            return taken;
        end
        $function$;
        """
    )
}
