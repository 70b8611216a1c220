package import Access
package import FoundationEssentials
package import Logging
package import Postgres
import Synchronization
import Values

/// Tells this process what any process took back, which schools are closed, and which keys there are.
///
/// A notification wakes it within milliseconds of a commit; a look every second is the truth. What is read is applied
/// again without harm, so it reads from a point before which nothing can appear any more: the oldest transaction that
/// was still running at the last look. Loaded once before requests are served, so that a restart forgets nothing.
package final class RevocationFeed: Sendable {
    /// Rung by every transaction that takes something back or changes the keys.
    static let channel = "elymica_revocations"

    private let database: Database
    private let revocations: Revocations
    private let ring: KeyRing
    private let store: KeyStore
    private let clock: @Sendable () -> Date
    private let logger: Logger
    private let state = Mutex(State())

    private struct State {
        /// What transactions before this one wrote is known. As text, because it has 64 bits without a sign.
        var next = "0"
        var keys: String?
        var isAway = false
    }

    package init(
        database: Database,
        revocations: Revocations,
        keys: (ring: KeyRing, store: KeyStore),
        clock: @escaping @Sendable () -> Date,
        logger: Logger
    ) {
        (self.database, self.revocations) = (database, revocations)
        (ring, store) = keys
        (self.clock, self.logger) = (clock, logger)
    }

    /// Listens until the task is cancelled. A database that is away is waited for; meanwhile
    /// `Revocations.isCurrent` says that nobody knows.
    package func run() async {
        let (wakeUps, wake) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withDiscardingTaskGroup { group in
            group.addTask { for await _ in self.database.listen(Self.channel) { wake.yield() } }
            group.addTask {
                repeat { wake.yield() } while (try? await Task.sleep(for: .seconds(1))) != nil
                wake.finish()
            }
            for await _ in wakeUps {
                do {
                    try await look()
                    if state.withLock({ exchange(&$0.isAway, with: false) }) { logger.notice("revocations are heard") }
                } catch is CancellationError {
                } catch {
                    guard !state.withLock({ exchange(&$0.isAway, with: true) }) else { continue }
                    logger.warning("revocations are not heard: the database refuses or is away")
                }
            }
        }
    }

    /// Reads what is new, once.
    package func look() async throws {
        let now = clock()
        let next = state.withLock { $0.next }
        do {
            apply(try await news(since: next), at: now)
        } catch {
            // Another server may answer next time, one restored from a backup, with other transaction numbers.
            state.withLock { $0.next = "0" }
            throw error
        }
        let keys = try await store.state(at: now)
        if state.withLock({ $0.keys != keys }) {
            let known = try await store.load(at: now)
            ring.update { $0 = known }
            state.withLock { $0.keys = keys }
        }
        revocations.confirm(upTo: now)
    }

    private struct News: Decodable, Sendable {
        enum Kind: String, Decodable { case session, user, tenant, closed, heard }
        var kind: Kind
        var subject: UUID?
        var before: Date?
        var next: String
    }

    /// Older ones concern tokens that have expired.
    private func news(since next: String) async throws -> [News] {
        try await database.platform(reason: "hear what any process took back").all(
            """
            with heard as (select pg_snapshot_xmin(pg_current_snapshot())::text as next)
            select kind, subject, before, heard.next from auth.revocations, heard
            where written_by >= \(next)::text::xid8 and recorded_at > now() - interval '20 minutes'
            union all
            select 'closed', id, null, heard.next from auth.tenants, heard where status <> 'active'
            union all
            select 'heard', null, null, heard.next from heard
            """
        )
    }

    private func apply(_ news: [News], at now: Date) {
        var closed: Set<TenantID> = []
        for item in news {
            switch (item.kind, item.subject, item.before) {
            case (.session, let id?, _): revocations.revoke(session: SessionID(id), at: now)
            case (.user, let id?, let before?): revocations.revoke(user: UserID(id), before: before, at: now)
            case (.tenant, let id?, let before?): revocations.revoke(tenant: TenantID(id), before: before, at: now)
            case (.closed, let id?, _): closed.insert(TenantID(id))
            default: state.withLock { $0.next = item.next }
            }
        }
        revocations.close(closed)
    }
}
