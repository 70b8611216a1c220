import Postgres

extension EventsSchema {
    /// A secret's payload becomes `{}` when nobody waits for it any more.
    static let markSecrets = Migration(
        4,
        "mark_secrets",
        """
        alter table outbox add column is_secret boolean not null default false;
        alter table jobs add column is_secret boolean not null default false;
        """
    )
}
