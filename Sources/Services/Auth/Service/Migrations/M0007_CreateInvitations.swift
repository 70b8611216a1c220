import Postgres

extension Migration {
    /// Who was asked to join. An address has one invitation at a time.
    static let createInvitations = Migration(
        7,
        "create invitations",
        """
        create table auth.invitations (
            tenant_id uuid not null references auth.tenants (id),
            id uuid not null,
            email text not null check (email = lower(email)),
            name text,
            role text not null check (role in ('student', 'teacher', 'parent', 'admin', 'super_admin')),
            username text check (position('@' in username) = 0),
            phone_number text,
            locale text,
            invited_by uuid,
            expires_at timestamptz not null,
            user_id uuid,
            accepted_at timestamptz,
            revoked_at timestamptz,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            foreign key (tenant_id, invited_by) references auth.users (tenant_id, id),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id),
            check ((accepted_at is null) = (user_id is null)),
            check (accepted_at is null or revoked_at is null)
        );
        create unique index invitations_open on auth.invitations (tenant_id, email)
            where accepted_at is null and revoked_at is null;
        create index invitations_by_age on auth.invitations (tenant_id, created_at desc, id desc);
        select platform.protect('auth.invitations');
        """
    )
}
