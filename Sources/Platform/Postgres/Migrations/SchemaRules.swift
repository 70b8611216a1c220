/// The rules of tenancy as queries of the catalog, each returning a sentence for every breach.
///
/// They are about the tables in the view `platform.tenant_tables`: those with a column `tenant_id`.
enum SchemaRules {
    static let all: [Query] = [
        unprotectedTables, missingPolicies, weakPolicies, looseTenantColumns, looseKeys, missingKeys, looseReferences,
        openViews, materializedViews, definerFunctions, belongings, excessivePrivileges, publicPrivileges,
        powerfulRoles,
    ]

    private static let unprotectedTables: Query = """
        select format('%s: row level security is not enabled and forced', name)
        from platform.tenant_tables where not is_protected
        """

    /// Both policies of `platform.protect`, word for word.
    private static let missingPolicies: Query = """
        with sound as (
            select polrelid, polpermissive, polroles from pg_policy, (values
                ('(tenant_id = (( SELECT current_setting(''app.tenant_id''::text, true) AS current_setting))::uuid)')
            ) as expected (expression)
            where polcmd = '*' and pg_get_expr(polqual, polrelid) = expression
                and pg_get_expr(polwithcheck, polrelid) = expression
        )
        select format('%s: the restrictive policy for everybody is missing or weak', name) from platform.tenant_tables
        where not exists (select from sound where polrelid = id and not polpermissive and polroles = array[0::oid])
        union all
        select format('%s: the policy for elymica_tenant is missing or weak', name) from platform.tenant_tables
        where not exists (select from sound where polrelid = id and polpermissive
            and polroles = array[(select oid from pg_roles where rolname = 'elymica_tenant')])
        """

    /// Any other permissive policy lets somebody in, were it not for the restrictive one.
    private static let weakPolicies: Query = """
        select format('%s: policy %s lets in more than the tenant', name, polname)
        from platform.tenant_tables join pg_policy on polrelid = id
        where polpermissive and polname <> 'tenant_rows'
        """

    private static let looseTenantColumns: Query = """
        select format('%s: tenant_id must be uuid and not null', name)
        from platform.tenant_tables where not is_tenant_sound
        """

    /// A key that does not begin with the tenant tells one school what another has.
    private static let looseKeys: Query = """
        select format('%s: the key %s does not begin with tenant_id', name, indexrelid::regclass)
        from platform.tenant_tables join pg_index on indrelid = id
        where indisunique and indkey[0] <> tenant_column
        """

    private static let missingKeys: Query = """
        select format('%s: there is no primary key', name) from platform.tenant_tables
        where not exists (select from pg_index where indrelid = id and indisprimary)
        """

    /// Checks of foreign keys bypass row level security: only a key with the tenant in it stays inside the school.
    private static let looseReferences: Query = """
        select format('%s: the foreign key %s does not carry tenant_id', own.name, conname)
        from pg_constraint
        join platform.tenant_tables own on own.id = conrelid
        join platform.tenant_tables other on other.id = confrelid
        where contype = 'f' and not exists (
            select from unnest(conkey, confkey) as pair (own_column, other_column)
            where own_column = own.tenant_column and other_column = other.tenant_column)
        """

    private static let openViews: Query = """
        select format('%s: the view is not security_invoker', views.oid::regclass)
        from pg_class views
        join pg_namespace schemas on schemas.oid = views.relnamespace and nspname !~ '^(pg_|information_schema$)'
        where views.relkind = 'v' and not coalesce(views.reloptions && array[
            'security_invoker=true', 'security_invoker=on', 'security_invoker=1', 'security_invoker=yes'], false)
            and not exists (
                select from pg_depend where classid = 'pg_class'::regclass and objid = views.oid and deptype = 'e')
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
        with ours as (
            select oid from pg_namespace
            where nspowner = (select pg_roles.oid from pg_roles where rolname = 'elymica_owner')
        )
        select format('%s: %s is granted to everybody', tables.oid::regclass, privilege_type)
        from pg_class tables cross join aclexplode(tables.relacl)
        where relnamespace in (select oid from ours) and grantee = 0
        union all
        select format('%s: execute is granted to everybody', functions.oid::regprocedure)
        from pg_proc functions cross join aclexplode(coalesce(proacl, acldefault('f', proowner)))
        where pronamespace in (select oid from ours) and grantee = 0
        union all
        select format('schema %s: %s is granted to everybody', nspname, privilege_type)
        from pg_namespace cross join aclexplode(nspacl)
        where pg_namespace.oid in (select oid from ours) and grantee = 0
        """

    private static let powerfulRoles: Query = """
        select format('role %s is a superuser or bypasses row level security', rolname) from pg_roles
        where (rolsuper or rolbypassrls) and rolname like 'elymica\\_%'
            and rolname not in ('elymica_platform', 'elymica_admin')
        """
}
