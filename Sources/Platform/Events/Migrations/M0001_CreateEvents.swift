import Postgres

extension EventsSchema {
    static let createEvents = Migration(
        1,
        "create_events",
        """
        -- Who wants to be told of what; every worker adds its own when it starts.
        create table subscriptions (
            consumer text primary key check (consumer ~ '^[a-z0-9_.-]{1,100}$'),
            event_name text not null check (event_name ~ '^[a-z0-9_.-]{1,100}$')
        );

        -- What happened, committed together with the change itself.
        create table outbox (
            tenant_id uuid not null,
            id uuid not null,
            name text not null,
            payload jsonb not null,
            trace_parent text,
            occurred_at timestamptz not null default now(),
            primary key (tenant_id, id)
        );
        -- For pruning: rows lie in the order of time, so an index of a few pages finds the old ones.
        create index outbox_age on outbox using brin (occurred_at);

        -- One row for each event and consumer; the consumer's effect commits together with its mark `done`.
        create table inbox (
            tenant_id uuid not null,
            event_id uuid not null,
            consumer text not null,
            state text not null default 'pending' check (state in ('pending', 'done', 'parked')),
            attempts integer not null default 0,
            available_at timestamptz not null default now(),
            last_error text,
            primary key (tenant_id, event_id, consumer),
            foreign key (tenant_id, event_id) references outbox (tenant_id, id) on delete cascade
        );
        create index inbox_due on inbox (available_at, event_id, consumer) where state = 'pending';
        create index inbox_parked on inbox (consumer) where state = 'parked';

        select platform.protect('outbox');
        select platform.protect('inbox');
        """
    )
}
