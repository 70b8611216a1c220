import Postgres

extension EventsSchema {
    static let createSchedules = Migration(
        3,
        "create_schedules",
        """
        create table schedules (
            name text primary key check (name ~ '^[a-z0-9_.-]{1,100}$'),
            interval_seconds double precision not null check (interval_seconds > 0),
            next_run_at timestamptz not null,
            attempts integer not null default 0,
            lease_until timestamptz,
            leased_by uuid,
            last_error text,
            finished_at timestamptz
        );
        """
    )
}
