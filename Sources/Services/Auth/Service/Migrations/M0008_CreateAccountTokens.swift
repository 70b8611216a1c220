import Postgres

extension Migration {
    /// Long random tokens sent by mail, by their SHA-256. One for each holder and purpose may be used.
    static let createAccountTokens = Migration(
        8,
        "create account tokens",
        """
        create table auth.account_tokens (
            tenant_id uuid not null references auth.tenants (id),
            id uuid not null,
            purpose text not null check (purpose in ('reset_password', 'verify_email', 'invitation')),
            user_id uuid,
            invitation_id uuid,
            email text not null,
            digest bytea not null check (octet_length(digest) = 32),
            expires_at timestamptz not null,
            used_at timestamptz,
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade,
            foreign key (tenant_id, invitation_id) references auth.invitations (tenant_id, id) on delete cascade,
            check (num_nonnulls(user_id, invitation_id) = 1),
            check ((purpose = 'invitation') = (invitation_id is not null))
        );
        create unique index account_tokens_usable
            on auth.account_tokens (tenant_id, purpose, coalesce(user_id, invitation_id)) where used_at is null;
        -- A link names its token, not its school.
        create index account_tokens_by_digest on auth.account_tokens (digest);
        create index account_tokens_by_end on auth.account_tokens (expires_at);
        select platform.protect('auth.account_tokens');
        """
    )
}
