import Events
import Foundation
import Logging
import Postgres
import Synchronization
import TestKit
import Testing
import Values

/// A small service for the tests: it records what was credited and announces it, and consumers write down what they
/// were told.
enum Ledger {
    static let migrations = SchemaMigrations(
        schema: "ledger",
        migrations: [
            Migration(
                1,
                "create_ledger",
                """
                create table changes (tenant_id uuid not null, id uuid not null, number bigint not null,
                    primary key (tenant_id, id));
                create table effects (tenant_id uuid not null, id uuid not null, consumer text not null,
                    number bigint not null, attempt bigint not null, primary key (tenant_id, id));
                create table singles (tenant_id uuid not null, number bigint not null,
                    primary key (tenant_id, number) deferrable initially deferred);
                select platform.protect('changes');
                select platform.protect('effects');
                select platform.protect('singles');
                """
            )
        ]
    )

    /// The number is the change's, so that tests can tell events apart.
    struct Credited: Event {
        static let name = "ledger.credited"
        var number: Int
        var note: String?
    }

    struct SendReceipt: Job {
        static let name = "ledger.send_receipt"
        static let maximumAttempts = 3
        static let lease = Duration.seconds(6)
        var number: Int
    }

    /// A change and the event about it, in one transaction.
    @discardableResult
    static func credit(
        _ number: Int,
        _ tenant: TenantID,
        _ database: Database,
        failing: Bool = false
    ) async throws -> EventID {
        try await database.tenant(tenant) { transaction in
            let id = try transaction.announce(Credited(number: number))
            try transaction.execute("insert into ledger.changes values (\(tenant), \(id), \(number))")
            if failing { throw Refused() }
            return id
        }
    }

    /// A consumer that writes down what it was told, unless `fails` says otherwise; it writes before it fails.
    static func consumer(
        _ name: String,
        fails: @escaping @Sendable (Credited, Delivery) throws -> Void = { _, _ in }
    ) -> Subscription {
        Subscription(name, to: Credited.self) { event, delivery, transaction in
            try transaction.execute(
                """
                insert into ledger.effects
                values (\(delivery.tenant), \(UUID.version7()), \(name), \(event.number), \(delivery.attempt))
                """
            )
            try fails(event, delivery)
        }
    }

    struct Effect: Decodable, Hashable, Sendable {
        var consumer: String
        var number: Int
        var attempt: Int
    }

    /// What consumers wrote down in one tenant, in order.
    static func effects(_ tenant: TenantID, _ database: Database) async throws -> [Effect] {
        try await database.tenant(tenant).all("select consumer, number, attempt from ledger.effects order by id")
    }

    struct Refused: Error {}
}

extension WorkerLimits {
    /// Retries within milliseconds.
    static var brisk: WorkerLimits {
        var limits = WorkerLimits()
        limits.poll = .milliseconds(30)
        limits.firstPause = .milliseconds(10)
        limits.longestPause = .milliseconds(50)
        return limits
    }
}

/// Runs `body` with a database that has the ledger and the events.
func withLedger<R>(_ body: (Database) async throws -> R) async throws -> R {
    try await withDatabase([EventsSchema.migrations, Ledger.migrations], body)
}

/// Registers workers and runs `body` while they work; stops them afterwards and waits until they have stopped.
func working<R: Sendable>(_ workers: EventWorker..., body: () async throws -> R) async throws -> R {
    for worker in workers { try await worker.register() }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        for worker in workers { group.addTask { try await worker.run() } }
        defer { group.cancelAll() }
        return try await body()
    }
}

/// Waits until something holds; an issue when it does not within 20 seconds.
func expectEventually(
    _ comment: Comment? = nil,
    at location: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async rethrows {
    let deadline = ContinuousClock.now + .seconds(20)
    while try await !condition() {
        guard ContinuousClock.now < deadline else {
            Issue.record(comment ?? "it never came to hold", sourceLocation: location)
            return
        }
        try? await Task.sleep(for: .milliseconds(10))
    }
}

/// Remembers what happened, in order, across tasks.
final class Record<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    var all: [Element] { elements.withLock { $0 } }
    var count: Int { all.count }
    func append(_ element: Element) { elements.withLock { $0.append(element) } }
}

/// Lets work wait until the test says so.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation
    init() { (stream, continuation) = AsyncStream.makeStream() }
    func open() { continuation.finish() }
    /// Throws `CancellationError` when the task is cancelled first.
    func pass() async throws {
        for await _ in stream {}
        try Task.checkCancellation()
    }
}
