import Postgres

extension Migration {
    /// What a provider reported before we had recorded its name for the message.
    static let createEarlyReports = Migration(
        3,
        "create early reports",
        """
        create table sms.early_reports (
            provider text not null,
            provider_message_id text not null,
            status text not null check (status in ('sent', 'failed', 'delivered')),
            failure text,
            received_at timestamptz not null default now(),
            primary key (provider, provider_message_id, status)
        );
        """
    )
}
