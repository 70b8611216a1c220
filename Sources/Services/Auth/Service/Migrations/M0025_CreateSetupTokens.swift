import Postgres

extension Migration {
    /// The token of the first administrator, by its SHA-256: one row at most.
    static let createSetupTokens = Migration(
        25,
        "create setup tokens",
        """
        create table auth.setup_tokens (
            is_only boolean primary key default true check (is_only),
            digest bytea not null check (octet_length(digest) = 32),
            created_at timestamptz not null default now()
        );
        """
    )
}
