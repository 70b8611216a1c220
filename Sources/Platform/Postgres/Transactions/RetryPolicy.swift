/// Whether a transaction that lost against others is tried again.
package struct RetryPolicy: Sendable {
    let attempts: Int

    /// The first failure is final.
    package static let never = RetryPolicy(attempts: 1)

    /// Tries a transaction up to `attempts` times in all when it met a serialization failure or a deadlock. The body
    /// must have no effect outside its transaction.
    package static func serialization(attempts: Int = 3) -> RetryPolicy { RetryPolicy(attempts: max(1, attempts)) }

    func run<R>(_ body: () async throws -> R) async throws -> R {
        var attempt = 1
        while true {
            do {
                return try await body()
            } catch let error as PostgresError
                where attempt < attempts && (error.code == .serializationFailure || error.code == .deadlock)
            {
                // Full jitter, so that those who met do not meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...10 << attempt)))
                attempt += 1
            }
        }
    }
}
