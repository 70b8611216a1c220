import Postgres

extension Migration {
    static let createUsers = Migration(
        2,
        "create users",
        """
        create table auth.users (
            tenant_id uuid not null references auth.tenants (id),
            id uuid not null,
            email text not null check (email = lower(email)),
            username text check (position('@' in username) = 0),
            name text not null,
            phone_number text,
            role text not null check (role in ('student', 'teacher', 'parent', 'admin', 'super_admin')),
            status text not null default 'active' check (status in ('active', 'inactive', 'suspended')),
            locale text not null,
            password_hash text,
            email_verified_at timestamptz,
            phone_verified_at timestamptz,
            last_sign_in_at timestamptz,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, email)
        );
        create unique index users_username_key on auth.users (tenant_id, lower(username));
        create index users_by_name on auth.users (tenant_id, name, id);
        select platform.protect('auth.users');

        create view auth.public_people with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, name, email, phone_number, role, status, locale
        from auth.users;
        """
    )
}
