import Postgres

extension Migration {
    /// Answers that are over and whose price the accounting service could not be told: it is told when it is back.
    static let keepUnsettledHolds = Migration(
        8,
        "keep unsettled holds",
        """
        create table chat.unsettled_holds (
            tenant_id uuid not null,
            hold_id uuid not null,
            -- Without a cost the hold is given back.
            cost bigint check (cost >= 0),
            usage text,
            since timestamptz not null default now(),
            primary key (tenant_id, hold_id)
        );
        create index unsettled_holds_by_age on chat.unsettled_holds (since, hold_id);
        select platform.protect('chat.unsettled_holds');
        """
    )
}
