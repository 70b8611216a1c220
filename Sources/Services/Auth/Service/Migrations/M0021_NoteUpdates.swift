import Postgres

extension Migration {
    /// When an account was last changed, whoever changes it; signing in is no change.
    static let noteUpdates = Migration(
        21,
        "note updates",
        """
        alter table auth.users add column updated_at timestamptz;
        create function auth.note_update() returns trigger language plpgsql set search_path = '' as $$
        begin
            new.updated_at := pg_catalog.now();
            return new;
        end
        $$;
        create trigger note_update before update on auth.users for each row
        when ((old.email, old.username, old.name, old.role, old.status, old.password_hash, old.email_verified_at)
            is distinct from
            (new.email, new.username, new.name, new.role, new.status, new.password_hash, new.email_verified_at))
        execute function auth.note_update();
        """
    )
}
