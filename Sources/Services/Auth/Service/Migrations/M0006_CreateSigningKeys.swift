import Postgres

extension Migration {
    /// The installation's Ed25519 keys by their seeds.
    static let createSigningKeys = Migration(
        6,
        "create signing keys",
        """
        create table auth.signing_keys (
            id text primary key,
            seed bytea not null check (octet_length(seed) = 32),
            signs_from timestamptz not null,
            accepted_until timestamptz,
            created_at timestamptz not null default now()
        );
        """
    )
}
