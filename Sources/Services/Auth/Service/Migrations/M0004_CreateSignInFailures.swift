import Postgres

extension Migration {
    /// Failures by a digest of the name that was tried; removed when they no longer count.
    static let createSignInFailures = Migration(
        4,
        "create sign-in failures",
        """
        create table auth.sign_in_failures (
            tenant_id uuid not null references auth.tenants (id),
            account bytea not null check (octet_length(account) = 32),
            failures bigint not null check (failures > 0),
            last_failed_at timestamptz not null,
            primary key (tenant_id, account)
        );
        create index sign_in_failures_by_age on auth.sign_in_failures (last_failed_at);
        select platform.protect('auth.sign_in_failures');
        """
    )
}
