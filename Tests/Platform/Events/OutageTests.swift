import Events
import Foundation
import Logging
import Postgres
import TestKit
import Testing
import Values

@Suite("A database that goes away", .timeLimit(.minutes(15)))
struct OutageTests {
    @Test("The worker says once that the database is away, and goes on by itself when it is back")
    func outage() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "elymica-outage-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let server = EmbeddedServer(dataDirectory: directory, settings: ["fsync": "off"], logger: .quiet)
        try await server.start()
        try await Migrator(try server.administrator, logger: .quiet).migrate([
            EventsSchema.migrations, Ledger.migrations,
        ])
        let database = Database(DatabaseConfiguration(try server.application), logger: .quiet)
        let lines = Record<String>()
        let tenant = TenantID()
        let jobs = Record<Int>()
        let worker = EventWorker(
            database: database,
            subscriptions: [Ledger.consumer("ledger.copy")],
            jobs: [JobHandler(Ledger.SendReceipt.self) { job, _ in jobs.append(job.number) }],
            limits: .brisk,
            logger: Logger(label: "test") { _ in RecordingLogHandler(lines: lines) }
        )
        try await working(worker) {
            try await Ledger.credit(1, tenant, database)
            try await expectEventually { try await Ledger.effects(tenant, database).count == 1 }

            await server.stop()
            await expectEventually { lines.all.filter { $0.contains("wait") }.count == 3 }
            try await Task.sleep(for: .seconds(1))
            #expect(lines.all.filter { $0.contains("wait") }.count == 3, "\(lines.all)")

            try await server.start()
            let errors = Record<String>()
            await expectEventually("\(errors.all.last ?? "")") {
                do {
                    try await Ledger.credit(2, tenant, database)
                    return true
                } catch {
                    errors.append("\(error)")
                    return false
                }
            }
            try await database.tenant(tenant) { _ = try $0.enqueue(Ledger.SendReceipt(number: 3)) }
            try await expectEventually { try await Ledger.effects(tenant, database).map(\.number).contains(2) }
            await expectEventually { jobs.all == [3] }
            await expectEventually { Set(lines.all.filter { $0.hasSuffix("go on") }).count == 3 }
        }
        await database.shutdown()
        await server.stop()
    }
}

/// Keeps the messages at notice and above.
private struct RecordingLogHandler: LogHandler {
    let lines: Record<String>
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .notice
    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.append("\(event.message)") }
}
