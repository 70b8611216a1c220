import Values

/// How jobs of one type are done.
package struct JobHandler: Sendable {
    let name: String
    let maximumAttempts: Int
    let lease: Duration
    let perform: @Sendable (JSON, JobRun) async throws -> Void

    /// `perform` is cancelled when the worker must stop, or when its lease ran out because the database was away; it
    /// should then throw `CancellationError`, and is run again later.
    package init<J: Job>(_ type: J.Type, _ perform: @escaping @Sendable (J, JobRun) async throws -> Void) {
        name = J.name
        maximumAttempts = max(1, J.maximumAttempts)
        lease = max(.milliseconds(30), J.lease)
        self.perform = { payload, run in
            try await perform(Payload.decode(J.self, from: payload), run)
        }
    }
}
