import Postgres

extension EventsSchema {
    static let createJobs = Migration(
        2,
        "create_jobs",
        """
        create table jobs (
            tenant_id uuid not null,
            id uuid not null,
            name text not null check (name ~ '^[a-z0-9_.-]{1,100}$'),
            key text check (length(key) <= 200),
            payload jsonb not null,
            state text not null default 'queued' check (state in ('queued', 'running', 'done', 'parked')),
            attempts integer not null default 0,
            run_at timestamptz not null default now(),
            lease_until timestamptz,
            leased_by uuid,
            trace_parent text,
            last_error text,
            enqueued_at timestamptz not null default now(),
            finished_at timestamptz,
            primary key (tenant_id, id),
            unique (tenant_id, name, key),
            check ((state = 'running') = (lease_until is not null)),
            check ((state = 'running') = (leased_by is not null)),
            check ((state = 'done') = (finished_at is not null))
        );
        -- The name is in the index so that a process passes by jobs that are not its own without reading them.
        create index jobs_due on jobs (run_at, id, name) where state = 'queued';
        create index jobs_leased on jobs (lease_until) where state = 'running';
        create index jobs_parked on jobs (name) where state = 'parked';
        create index jobs_finished on jobs (finished_at) where state = 'done';

        select platform.protect('jobs');
        """
    )
}
