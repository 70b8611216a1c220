/// The schema in which the migrator keeps its records and the functions that migrations call.
enum PlatformSchema {
    /// Run by the login, which must be allowed to make schemas.
    static let create = """
        create schema if not exists platform authorization elymica_owner;
        revoke create on schema public from public;
        """

    /// Run as the owner; every statement may be repeated.
    static let objects = """
        create table if not exists platform.migrations (
            schema text not null,
            number integer not null,
            name text not null,
            checksum text not null,
            applied_at timestamptz not null default now(),
            primary key (schema, number)
        );
        alter default privileges for role elymica_owner revoke execute on functions from public;
        \(tenantTables)
        \(protect)
        \(grant)
        revoke all on function platform.protect(regclass), platform.grant_access(text, text) from public;
        grant usage on schema platform to elymica_tenant;
        grant select on platform.migrations to elymica_tenant;
        """

    /// What the schema rules are about: every table with a column `tenant_id`.
    private static let tenantTables = """
        create or replace view platform.tenant_tables with (security_invoker = true) as
        select tables.oid as id, tables.oid::regclass as name, tenant.attnum as tenant_column,
            tables.relrowsecurity and tables.relforcerowsecurity as is_protected,
            tenant.attnotnull and tenant.atttypid = 'uuid'::regtype as is_tenant_sound
        from pg_catalog.pg_class tables
        join pg_catalog.pg_attribute tenant on tenant.attrelid = tables.oid
        join pg_catalog.pg_namespace schemas on schemas.oid = tables.relnamespace
        where tenant.attname = 'tenant_id' and not tenant.attisdropped and tables.relkind in ('r', 'p')
            and tables.relpersistence <> 't' and schemas.nspname !~ '^(pg_|information_schema$)';
        """

    /// Puts a table under row level security: the same equality as a floor that no later policy can open, and as the
    /// way in for members of `elymica_tenant`. A session without a tenant sees nothing. The sub-select makes the
    /// planner read the setting once per statement; a cast of the column instead would cost the index (101 ms instead
    /// of 0.4 ms measured).
    private static let protect = """
        create or replace function platform.protect(target regclass) returns void
        language plpgsql set search_path = pg_catalog as $function$
        declare
            own constant text := 'tenant_id = (select current_setting(''app.tenant_id'', true))::uuid';
        begin
            execute format('alter table %s enable row level security, force row level security', target);
            execute format(
                'create policy tenant_floor on %s as restrictive to public using (%s) with check (%s)',
                target, own, own);
            execute format(
                'create policy tenant_rows on %s to elymica_tenant using (%s) with check (%s)', target, own, own);
        end
        $function$;
        """

    /// Lets the application, the platform role and the schema's own role (or, of a shared schema, every service) read
    /// and write, and readers see what the public views show: those columns and no others.
    private static let grant = """
        create or replace function platform.grant_access(target text, service_role text) returns void
        language plpgsql set search_path = pg_catalog as $function$
        declare
            users constant text := format('elymica_app, elymica_platform, %I', service_role);
            published record;
        begin
            execute format('grant usage on schema %I to %s', target, users);
            execute format('grant select, insert, update, delete on all tables in schema %I to %s', target, users);
            execute format('grant usage on all sequences in schema %I to %s', target, users);
            execute format('grant execute on all functions in schema %I to %s', target, users);
            for published in
                select view_name::text as name, table_schema::text as table_schema, table_name::text as table_name,
                    string_agg(distinct quote_ident(column_name), ', ') as columns
                from information_schema.view_column_usage
                where view_schema = target and view_name like 'public\\_%'
                group by 1, 2, 3
            loop
                execute format('grant usage on schema %I to elymica_readers', target);
                execute format('grant select on %I.%I to elymica_readers', target, published.name);
                execute format('grant select (%s) on %I.%I to elymica_readers',
                    published.columns, published.table_schema, published.table_name);
            end loop;
        end
        $function$;
        """
}
