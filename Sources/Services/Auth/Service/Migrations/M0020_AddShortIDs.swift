import Postgres

extension Migration {
    /// The chat platform's form of a person's id, the last twelve bytes: unique in a school, and looked up.
    static let addShortIDs = Migration(
        20,
        "add short ids",
        """
        create unique index users_short_id_key on auth.users (tenant_id, (right(replace(id::text, '-', ''), 24)));
        """
    )
}
