import Postgres

extension Migration {
    /// What people signed in with before, by a digest: to tell them of something new.
    static let createKnownDevices = Migration(
        9,
        "create known devices",
        """
        create table auth.known_devices (
            tenant_id uuid not null,
            user_id uuid not null,
            device bytea not null check (octet_length(device) = 32),
            first_seen_at timestamptz not null,
            last_seen_at timestamptz not null,
            primary key (tenant_id, user_id, device),
            foreign key (tenant_id, user_id) references auth.users (tenant_id, id) on delete cascade
        );
        create index known_devices_by_age on auth.known_devices (last_seen_at);
        select platform.protect('auth.known_devices');
        """
    )
}
