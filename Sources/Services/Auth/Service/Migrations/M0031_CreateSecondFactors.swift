import Postgres

extension Migration {
    /// Second factors (RFC 6238) with their secrets sealed, and the codes for whoever has lost the phone.
    ///
    /// A factor counts once it is confirmed. `last_step` is the 30 seconds whose code was taken last: no code works
    /// twice.
    static let createSecondFactors = Migration(
        31,
        "create second factors",
        """
        create table auth.second_factors (
            tenant_id uuid not null,
            user_id uuid not null,
            secret bytea not null,
            confirmed_at timestamptz,
            last_step bigint not null default 0,
            created_at timestamptz not null default now(),
            primary key (tenant_id, user_id),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade
        );
        select platform.protect('auth.second_factors');

        create table auth.recovery_codes (
            tenant_id uuid not null,
            user_id uuid not null,
            code bytea not null check (octet_length(code) = 32),
            used_at timestamptz,
            primary key (tenant_id, user_id, code),
            foreign key (tenant_id, user_id) references auth.second_factors (tenant_id, user_id) on delete cascade
        );
        select platform.protect('auth.recovery_codes');

        alter table auth.tenants add column admins_need_two_factor boolean not null default false;
        alter table auth.audit_log add column detail text;
        """
    )
}
