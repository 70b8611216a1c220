import Postgres

extension Migration {
    /// Personal API keys, by the SHA-256 of their secret. `last_used_at` is a whole hour, so that a key in use is
    /// written once an hour and not at every request.
    static let createAPIKeys = Migration(
        36,
        "create api keys",
        """
        create table auth.api_keys (
            tenant_id uuid not null references auth.tenants (id),
            id uuid not null,
            user_id uuid not null,
            name text not null check (char_length(name) between 1 and 100),
            digest bytea not null check (octet_length(digest) = 32),
            scopes text[] not null check (cardinality(scopes) > 0),
            created_at timestamptz not null,
            expires_at timestamptz,
            last_used_at timestamptz,
            revoked_at timestamptz,
            primary key (tenant_id, id),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade
        );
        create index api_keys_by_owner on auth.api_keys (tenant_id, user_id);
        -- A key names itself, not its school.
        create index api_keys_by_id on auth.api_keys (id);
        select platform.protect('auth.api_keys');
        """
    )
}
