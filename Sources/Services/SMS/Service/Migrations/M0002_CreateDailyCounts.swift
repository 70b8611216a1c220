import Postgres

extension Migration {
    /// Messages a day (UTC) to a number, of a school, of the installation. Across schools: a number costs the same
    /// whoever has it texted. Subjects are digests.
    static let createDailyCounts = Migration(
        2,
        "create daily counts",
        """
        create table sms.daily_counts (
            day date not null,
            scope text not null check (scope in ('number', 'tenant', 'installation')),
            subject bytea not null check (octet_length(subject) = 32),
            messages bigint not null check (messages > 0),
            primary key (day, scope, subject)
        );
        """
    )
}
