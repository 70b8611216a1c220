/// Work that belongs to this process for a while, and longer as long as it says so.
///
/// A process that was killed says nothing, so another one takes over when the lease runs out.
struct Lease: Sendable {
    let duration: Duration
    /// Extends it; false when it has passed to somebody else.
    let renew: @Sendable () async throws -> Bool

    /// Runs `work`, extending the lease three times in its length. Throws what the work throws, or `LeaseLost` when the
    /// lease ran out meanwhile: then the work was cancelled, and its outcome is somebody else's to decide.
    func hold(during work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: End.self) { group in
            group.addTask {
                do {
                    try await work()
                    return .finished(nil)
                } catch {
                    return .finished(error)
                }
            }
            group.addTask { await keep() }
            var isLost = false
            for try await end in group {
                switch end {
                case .finished(let error):
                    group.cancelAll()
                    if isLost { throw LeaseLost() }
                    if let error { throw error }
                    return
                case .lost:
                    isLost = true
                    group.cancelAll()
                // Cancelled from outside: the work knows, and says how it ended.
                case .released: continue
                }
            }
        }
    }

    private enum End {
        case finished((any Error)?)
        case lost, released
    }

    private func keep() async -> End {
        let clock = ContinuousClock()
        var expiry = clock.now + duration
        while true {
            do { try await clock.sleep(for: duration / 3) } catch { return .released }
            let now = clock.now
            do {
                guard try await renew() else { return .lost }
                expiry = now + duration
            } catch {
                if Task.isCancelled { return .released }
                // The database is away: the lease holds until its time, then nobody can say whose the work is.
                if clock.now >= expiry { return .lost }
            }
        }
    }
}

/// The lease ran out while the work was going on.
struct LeaseLost: Error {}
