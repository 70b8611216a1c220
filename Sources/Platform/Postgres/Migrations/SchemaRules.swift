/// The rules of tenancy as queries of the catalog, each returning a sentence for every breach.
enum SchemaRules {
    static let all: [Query] = [
        unprotectedTables, weakPolicies, looseTenantColumns, looseKeys, looseReferences, openViews, materializedViews,
        definerFunctions, belongings, excessivePrivileges, publicPrivileges, powerfulRoles,
    ]

    /// Tables with a `tenant_id` are what the rules are about; extensions' own objects are not ours.
    private static let unprotectedTables: Query = """
        select format('%s: row level security is not enabled and forced', tables.oid::regclass)
        from pg_class tables
        join pg_attribute tenant on tenant.attrelid = tables.oid and tenant.attname = 'tenant_id' and not tenant.attisdropped
        join pg_namespace schemas on schemas.oid = tables.relnamespace and nspname !~ '^(pg_|information_schema$)'
        where tables.relkind in ('r', 'p') and tables.relpersistence <> 't'
            and not (tables.relrowsecurity and tables.relforcerowsecurity)
        """

    /// Both policies of `platform.protect`, word for word, and no other that lets anybody in.
    private static let weakPolicies: Query = """
        with expected (expression) as (values
            ('(tenant_id = (( SELECT current_setting(''app.tenant_id''::text, true) AS current_setting))::uuid)')
        ), tenant_tables as (
            select tables.oid from pg_class tables
            join pg_attribute tenant
                on tenant.attrelid = tables.oid and tenant.attname = 'tenant_id' and not tenant.attisdropped
            join pg_namespace schemas on schemas.oid = tables.relnamespace and nspname !~ '^(pg_|information_schema$)'
            where tables.relkind in ('r', 'p') and tables.relpersistence <> 't'
        ), policies as (
            select polrelid, polname, polpermissive,
                polcmd = '*' and pg_get_expr(polqual, polrelid) = expression
                    and pg_get_expr(polwithcheck, polrelid) = expression as is_equality,
                polroles
            from pg_policy, expected
        )
        select format('%s: the restrictive policy for everybody is missing or weak', oid::regclass) from tenant_tables
        where not exists (select from policies
            where polrelid = oid and not polpermissive and is_equality and polroles = array[0::oid])
        union all
        select format('%s: the policy for elymica_tenant is missing or weak', oid::regclass) from tenant_tables
        where not exists (select from policies where polrelid = oid and polpermissive and is_equality
            and polroles = array[(select pg_roles.oid from pg_roles where rolname = 'elymica_tenant')])
        union all
        select format('%s: policy %s lets in more than the tenant', polrelid::regclass, polname)
        from policies join tenant_tables on polrelid = oid where polpermissive and is_equality is not true
        """

    private static let looseTenantColumns: Query = """
        select format('%s: tenant_id must be uuid and not null', tables.oid::regclass)
        from pg_class tables
        join pg_attribute tenant on tenant.attrelid = tables.oid and tenant.attname = 'tenant_id' and not tenant.attisdropped
        join pg_namespace schemas on schemas.oid = tables.relnamespace and nspname !~ '^(pg_|information_schema$)'
        where tables.relkind in ('r', 'p') and tables.relpersistence <> 't'
            and not (tenant.attnotnull and tenant.atttypid = 'uuid'::regtype)
        """

    /// A key that does not begin with the tenant tells one school what another has.
    private static let looseKeys: Query = """
        select format('%s: the key %s does not begin with tenant_id', indrelid::regclass, indexrelid::regclass)
        from pg_index
        join pg_attribute tenant on tenant.attrelid = indrelid and tenant.attname = 'tenant_id' and not tenant.attisdropped
        join pg_class tables on tables.oid = indrelid and tables.relkind in ('r', 'p') and tables.relpersistence <> 't'
        join pg_namespace schemas on schemas.oid = tables.relnamespace and nspname !~ '^(pg_|information_schema$)'
        where indisunique and indkey[0] <> tenant.attnum
        union all
        select format('%s: there is no primary key', tables.oid::regclass)
        from pg_class tables
        join pg_attribute tenant on tenant.attrelid = tables.oid and tenant.attname = 'tenant_id' and not tenant.attisdropped
        join pg_namespace schemas on schemas.oid = tables.relnamespace and nspname !~ '^(pg_|information_schema$)'
        where tables.relkind in ('r', 'p') and tables.relpersistence <> 't'
            and not exists (select from pg_index where indrelid = tables.oid and indisprimary)
        """

    /// Checks of foreign keys bypass row level security: only a key with the tenant in it stays inside the school.
    private static let looseReferences: Query = """
        select format('%s: the foreign key %s does not carry tenant_id', conrelid::regclass, conname)
        from pg_constraint
        join pg_attribute own on own.attrelid = conrelid and own.attname = 'tenant_id' and not own.attisdropped
        join pg_attribute other on other.attrelid = confrelid and other.attname = 'tenant_id' and not other.attisdropped
        where contype = 'f' and not exists (
            select from unnest(conkey, confkey) as pair (own_column, other_column)
            where own_column = own.attnum and other_column = other.attnum)
        """

    private static let openViews: Query = """
        select format('%s: the view is not security_invoker', views.oid::regclass)
        from pg_class views
        join pg_namespace schemas on schemas.oid = views.relnamespace and nspname !~ '^(pg_|information_schema$)'
        where views.relkind = 'v' and not coalesce(views.reloptions && array[
            'security_invoker=true', 'security_invoker=on', 'security_invoker=1', 'security_invoker=yes'], false)
            and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = views.oid and deptype = 'e')
        """

    /// Row level security does not reach into them.
    private static let materializedViews: Query = """
        select format('%s: materialized views leak between tenants', views.oid::regclass)
        from pg_class views where views.relkind = 'm'
        """

    private static let definerFunctions: Query = """
        select format('%s: the function is security definer', functions.oid::regprocedure)
        from pg_proc functions
        join pg_namespace schemas on schemas.oid = pronamespace and nspname !~ '^(pg_|information_schema$)'
        where prosecdef and not exists (
            select from pg_depend where classid = 'pg_proc'::regclass and objid = functions.oid and deptype = 'e')
        """

    /// Who owns a table is not bound by its grants, and can switch its policies off.
    private static let belongings: Query = """
        select format('%s owns %s', rolname, pg_describe_object(classid, objid, objsubid))
        from pg_shdepend join pg_roles on pg_roles.oid = refobjid and refclassid = 'pg_authid'::regclass
        where deptype = 'o' and dbid in (0, (select oid from pg_database where datname = current_database()))
            and rolname like 'elymica\\_%' and rolname not in ('elymica_owner', 'elymica_admin')
        """

    /// TRUNCATE ignores row level security; REFERENCES and TRIGGER see past it.
    private static let excessivePrivileges: Query = """
        select format('%s: %s is granted to %s', tables.oid::regclass, privilege_type, grantee::regrole)
        from pg_class tables cross join aclexplode(tables.relacl)
        where privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER') and grantee <> 0 and grantee <> tables.relowner
            and grantee::regrole::text like 'elymica\\_%'
        """

    private static let publicPrivileges: Query = """
        with ours as (select oid from pg_namespace
            where nspowner = (select pg_roles.oid from pg_roles where rolname = 'elymica_owner'))
        select format('%s: %s is granted to everybody', tables.oid::regclass, privilege_type)
        from pg_class tables cross join aclexplode(tables.relacl) where relnamespace in (select oid from ours) and grantee = 0
        union all
        select format('%s: execute is granted to everybody', functions.oid::regprocedure)
        from pg_proc functions cross join aclexplode(coalesce(proacl, acldefault('f', proowner)))
        where pronamespace in (select oid from ours) and grantee = 0
        union all
        select format('schema %s: %s is granted to everybody', nspname, privilege_type)
        from pg_namespace cross join aclexplode(nspacl) where pg_namespace.oid in (select oid from ours) and grantee = 0
        """

    private static let powerfulRoles: Query = """
        select format('role %s is a superuser or bypasses row level security', rolname) from pg_roles
        where (rolsuper or rolbypassrls) and rolname like 'elymica\\_%'
            and rolname not in ('elymica_platform', 'elymica_admin')
        """
}
