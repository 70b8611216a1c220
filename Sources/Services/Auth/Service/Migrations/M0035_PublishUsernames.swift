import Postgres

extension Migration {
    /// Accounts are looked up by username in any case and by the chat platform's form of their id, here and in other
    /// services. Behind a policy only a column is found through its index: what `lower` and `replace` make is computed
    /// for every row of a school first, because they are not LEAKPROOF. So both are columns, which nobody can write.
    static let publishUsernames = Migration(
        35,
        "publish usernames and short ids",
        """
        -- Writes a hundred thousand people anew within a second, under the migration's lock_timeout.
        alter table auth.users
            -- squawk-ignore adding-field-with-default
            add column folded_username text generated always as (lower(username)) stored,
            -- squawk-ignore adding-field-with-default
            add column short_id text not null generated always as (right(replace(id::text, '-', ''), 24)) stored;
        -- squawk-ignore require-concurrent-index-deletion
        drop index auth.users_username_key;
        create unique index users_username_key on auth.users (tenant_id, folded_username);
        -- squawk-ignore require-concurrent-index-deletion
        drop index auth.users_short_id_key;
        create unique index users_short_id_key on auth.users (tenant_id, short_id);

        create or replace view auth.public_people with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, name, email, phone_number, role, status, locale, username, folded_username, short_id
        from auth.users;
        """
    )
}
