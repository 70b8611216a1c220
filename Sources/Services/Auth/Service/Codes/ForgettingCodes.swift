import Postgres

extension AuthService {
    /// Removes codes that have expired, and tries and requests that no longer count.
    func forgetCodes() async throws {
        let door = database.platform(reason: "remove codes that have expired, and what no longer counts")
        try await door.execute("delete from auth.codes where expires_at < now() - interval '1 hour'")
        try await door.execute("delete from auth.code_requests where requested_at < now() - interval '1 hour'")
        try await door.execute(
            """
            delete from auth.code_tries
            where not exists (select from unnest(tried_at) as at where at > now() - interval '1 hour')
            """
        )
    }
}
