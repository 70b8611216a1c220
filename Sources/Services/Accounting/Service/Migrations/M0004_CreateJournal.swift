import Postgres

extension Migration {
    /// Every movement of credits, written once. The trigger stops whoever may write the table, its owner included.
    static let createJournal = Migration(
        4,
        "create journal",
        """
        create table accounting.entries (
            tenant_id uuid not null,
            id bigint generated always as identity,
            wallet_id uuid not null,
            kind text not null check (kind in ('grant', 'usage', 'expiry', 'removal')),
            amount bigint not null check (case when kind = 'grant' then amount > 0 else amount < 0 end),
            ref uuid not null,
            grant_id uuid not null,
            actor text,
            notes text,
            at timestamptz not null default clock_timestamp(),
            primary key (tenant_id, id)
        );
        create index entries_of_wallet on accounting.entries (tenant_id, wallet_id, id);
        select platform.protect('accounting.entries');

        create function accounting.refuse_change() returns trigger language plpgsql as $function$
        begin
            raise exception 'the journal is append-only' using errcode = 'insufficient_privilege';
        end
        $function$;
        create trigger entries_stay before update or delete or truncate on accounting.entries
            for each statement execute function accounting.refuse_change();
        """
    )
}
