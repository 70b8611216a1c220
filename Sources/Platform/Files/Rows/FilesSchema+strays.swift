import Postgres

extension FilesSchema {
    /// Bytes in the store of which no row knows, and since when this database has known that: one that was restored
    /// from an older backup, or that shares a store with another, must not take for rubbish what it never heard of.
    static let noteStrays = Migration(
        3,
        "note_strays",
        """
        create table strays (
            tenant_id uuid not null,
            id uuid not null,
            first_seen_at timestamptz not null default now(),
            last_seen_at timestamptz not null default now(),
            primary key (tenant_id, id)
        );
        select platform.protect('strays');
        """
    )
}
