import Postgres

extension Migration {
    /// Six-digit codes by their digests, at most one for each person and purpose; how often somebody guessed lately;
    /// and when a code was last asked for, by a digest of what for.
    static let createCodes = Migration(
        22,
        "create codes",
        """
        create table auth.codes (
            tenant_id uuid not null,
            user_id uuid not null,
            purpose text not null check (purpose in ('sign_in', 'verify_phone', 'verify_email')),
            destination text not null,
            salt bytea not null check (octet_length(salt) = 16),
            digest bytea not null check (octet_length(digest) = 32),
            attempts integer not null default 0 check (attempts >= 0),
            expires_at timestamptz not null,
            primary key (tenant_id, user_id, purpose),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade
        );
        create index codes_by_destination on auth.codes (tenant_id, destination);
        create index codes_by_end on auth.codes (expires_at);
        select platform.protect('auth.codes');

        create table auth.code_tries (
            tenant_id uuid not null,
            user_id uuid not null,
            tried_at timestamptz[] not null,
            primary key (tenant_id, user_id),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade
        );
        select platform.protect('auth.code_tries');

        create table auth.code_requests (
            tenant_id uuid not null references auth.tenants (id),
            subject bytea not null check (octet_length(subject) = 32),
            requested_at timestamptz not null,
            primary key (tenant_id, subject)
        );
        create index code_requests_by_age on auth.code_requests (requested_at);
        select platform.protect('auth.code_requests');
        """
    )
}
