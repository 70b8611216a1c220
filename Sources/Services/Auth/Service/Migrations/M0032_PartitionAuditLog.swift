import Postgres

extension Migration {
    /// Makes the audit log a table of months, so that a month that is seven years old is dropped and not deleted row by
    /// row, and lets nobody change what is written.
    ///
    /// `keep_audit_log` makes the months to come and drops those that are too old. It is run by the owner
    /// (`AuditLogMonths`): the application owns nothing. What has no month goes to the default partition, so that no
    /// sign-in fails for want of one. A trigger and not only grants keeps rows as they are: it binds the platform role
    /// as well.
    static let partitionAuditLog = Migration(
        32,
        "partition audit log",
        """
        -- The release that still runs finds a table of the name, with the columns it knows, before this and after.
        -- squawk-ignore renaming-table
        alter table auth.audit_log rename to audit_log_before;
        -- squawk-ignore renaming-object
        alter table auth.audit_log_before rename constraint audit_log_pkey to audit_log_before_pkey;
        -- squawk-ignore renaming-object
        alter index auth.audit_log_by_actor rename to audit_log_before_by_actor;

        create table auth.audit_log (
            tenant_id uuid not null references auth.tenants (id),
            occurred_at timestamptz not null,
            id uuid not null,
            action text not null,
            actor_id uuid,
            subject text,
            session_id uuid,
            address text,
            user_agent text,
            request_id text,
            detail text,
            primary key (tenant_id, occurred_at, id)
        ) partition by range (occurred_at);
        create index audit_log_by_actor on auth.audit_log (tenant_id, actor_id, occurred_at);
        create index audit_log_by_action on auth.audit_log (tenant_id, action, occurred_at);
        select platform.protect('auth.audit_log');
        create table auth.audit_log_default partition of auth.audit_log default;
        select platform.protect('auth.audit_log_default');

        create function auth.keep_audit_log(today date, months_ahead integer, keep interval) returns void
        language plpgsql set search_path = pg_catalog as $function$
        declare
            month date;
            name text;
            expired record;
        begin
            for month in
                select date_trunc('month', today)::date + make_interval(months => number)
                from generate_series(0, months_ahead) as number
            loop
                name := 'audit_log_' || to_char(month, 'YYYY_MM');
                continue when to_regclass('auth.' || name) is not null or exists (
                    select from auth.audit_log_default
                    where occurred_at >= month and occurred_at < month + interval '1 month');
                execute format(
                    'create table auth.%I partition of auth.audit_log for values from (%L) to (%L)',
                    name, month::timestamptz, (month + interval '1 month')::timestamptz);
                perform platform.protect(('auth.' || name)::regclass);
            end loop;
            for expired in
                select relname from pg_class join pg_inherits on inhrelid = pg_class.oid
                where inhparent = 'auth.audit_log'::regclass and relname ~ '^audit_log_[0-9]{4}_[0-9]{2}$'
                    and to_date(right(relname, 7), 'YYYY_MM') + interval '1 month' <= today - keep
            loop
                execute format('drop table auth.%I', expired.relname);
            end loop;
        end
        $function$;
        revoke all on function auth.keep_audit_log from public;
        set local timezone = 'UTC';
        select auth.keep_audit_log(current_date, 12, interval '7 years');

        grant insert on auth.audit_log to elymica_platform;
        set local role elymica_platform;
        insert into auth.audit_log
            (tenant_id, occurred_at, id, action, actor_id, subject, session_id, address, user_agent, request_id, detail)
        select tenant_id, occurred_at, id, action, actor_id, subject, session_id, address, user_agent, request_id,
            detail
        from auth.audit_log_before;
        set local role elymica_owner;
        -- squawk-ignore ban-drop-table
        drop table auth.audit_log_before;

        create function auth.keep_audit_lines() returns trigger
        language plpgsql set search_path = pg_catalog as $function$
        begin
            raise exception 'the audit log is only added to' using errcode = 'insufficient_privilege';
        end
        $function$;
        revoke all on function auth.keep_audit_lines from public;
        create trigger audit_log_is_kept before update or delete on auth.audit_log
            for each row execute function auth.keep_audit_lines();
        """
    )
}
