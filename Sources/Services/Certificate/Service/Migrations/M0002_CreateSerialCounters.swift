import Postgres

extension Migration {
    /// The last serial number that a school gave out in a year. Numbers may be skipped, never given twice.
    static let createSerialCounters = Migration(
        2,
        "create serial counters",
        """
        create table certificate.serial_counters (
            tenant_id uuid not null,
            year integer not null,
            last_number bigint not null check (last_number > 0),
            primary key (tenant_id, year)
        );
        select platform.protect('certificate.serial_counters');
        """
    )
}
