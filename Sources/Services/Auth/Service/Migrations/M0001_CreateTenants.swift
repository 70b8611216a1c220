import Postgres

extension Migration {
    /// Schools. No row level security: who signs in is not in a school yet; other services read the view.
    static let createTenants = Migration(
        1,
        "create tenants",
        """
        create table auth.tenants (
            id uuid primary key,
            name text not null check (char_length(name) between 1 and 255),
            subdomain text not null unique check (subdomain ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
            domain text,
            status text not null default 'active' check (status in ('active', 'suspended')),
            primary_color text not null check (primary_color ~ '^#[0-9a-f]{6}$'),
            accent_color text not null check (accent_color ~ '^#[0-9a-f]{6}$'),
            locale text not null,
            self_registration boolean not null default true,
            settings jsonb not null default '{}' check (
                jsonb_typeof(settings) = 'object'
                and coalesce(jsonb_typeof(settings -> 'max_users'), 'number') = 'number'
            ),
            created_at timestamptz not null default now()
        );

        create view auth.public_tenants with (security_invoker = true, security_barrier = true) as
        select id, name, subdomain, status, primary_color, accent_color, locale
        from auth.tenants;
        """
    )
}
