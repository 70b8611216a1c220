import Postgres

extension SMSService {
    /// Removes counts of days that are over, reports about messages that are not ours, and messages that no bill is
    /// compared with any more.
    func forget() async throws {
        let door = database.platform(reason: "remove text messages and counts that no longer matter")
        try await door.execute("delete from sms.daily_counts where day < (now() at time zone 'UTC')::date - 1")
        try await door.execute("delete from sms.early_reports where received_at < now() - interval '1 day'")
        try await door.execute("delete from sms.messages where created_at < now() - interval '400 days'")
    }
}
