package import AsyncHTTPClient
import AuthAPI
import AuthService
import Cache
package import Campus
import Endpoints
import Events
import FoundationEssentials
import Logging
import Mail
package import Postgres
import ServiceLifecycle
import Telemetry
package import TestKit
import Testing
import Upstreams
package import Values

/// A whole campus for one test: a fresh database, every service behind a gateway on a port of its own, real mail, two
/// schools without courses.
package final class TestCampus: Sendable {
    package let campus: Campus
    package let mail: MailSink
    /// What the console provider of text messages printed.
    package let texts: TextInbox
    package let http: HTTPClient
    /// Where the gateway answers.
    package let baseURL: String
    package let schools: [School]
    private let testDatabase: TestDatabase
    private let counter = Counter()

    /// A school of the test's world.
    package struct School: Sendable {
        package let id: TenantID
        package let subdomain: String
    }

    /// Which of the two schools.
    package enum Which: Int, Sendable { case first, second }

    /// The database as the application sees it.
    package var database: Database { campus.parts.database }

    /// The database as one service's own role sees it.
    package func database(role: String) async throws -> Database { testDatabase.database(role: role) }

    /// The cluster's superuser in this campus's database, for what no application may do.
    package var administrator: ConnectionTarget { testDatabase.administrator }

    /// What everybody's password is.
    package static let password = "Sunrise-2026"

    private init(
        _ campus: Campus,
        _ mail: MailSink,
        _ texts: TextInbox,
        _ http: HTTPClient,
        baseURL: String,
        schools: [School],
        _ testDatabase: TestDatabase
    ) {
        (self.campus, self.mail, self.texts, self.http) = (campus, mail, texts, http)
        (self.baseURL, self.schools, self.testDatabase) = (baseURL, schools, testDatabase)
    }

    /// Runs a test in a campus of its own and takes it down again.
    package static func run(
        _ change: (inout Settings) -> Void = { _ in },
        _ test: @escaping @Sendable (TestCampus) async throws -> Void
    ) async throws {
        await Seats.shared.take()
        let outcome = await Result { try await runSeated(change, test) }
        await Seats.shared.leave()
        try outcome.get()
    }

    private static func runSeated(
        _ change: (inout Settings) -> Void,
        _ test: @escaping @Sendable (TestCampus) async throws -> Void
    ) async throws {
        let testDatabase = try await TestDatabase.make(Schemas.all)
        let mail = try await MailSink.start()
        let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        let upstreams = UpstreamTransport()
        let database = testDatabase.database()
        var settings = try Settings.defaults()
        settings.mailFrom = MailAddress(address: "no-reply@example.com")
        // Tests ask far more often than a person does.
        settings.limits.person = nil
        (settings.limits.questions, settings.limits.questionsOfTenant) = (nil, nil)
        (settings.limits.messagesOfAddress, settings.limits.registrationsOfTenant) = (nil, nil)
        let directory = "/tmp/elymica-test-files-\(UInt64.random(in: .min ... .max))"
        settings.files.directory = directory
        defer { try? FileManager.default.removeItem(atPath: directory) }
        settings.installationSecret = "a-secret-of-the-installation-for-tests"
        change(&settings)
        do {
            let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            let mailer = try SMTPMailer(server: SMTPServer(mail.url), from: settings.mailFrom)
            let texts = TextInbox()
            var parts = Campus.Parts(
                database: database,
                mailer: mailer,
                client: http,
                upstreams: upstreams,
                logger: logger,
                metrics: MetricsRegistry(),
                publicURL: "https://campus.example.com",
                origins: PortalOrigins(allowsLoopback: true),
                settings: settings
            )
            parts.printLine = texts.receive
            try await run(Campus(parts), mail, texts, http, testDatabase, test)
        } catch {
            await upstreams.shutdown()
            await close(mail, http, database, testDatabase)
            throw error
        }
        await upstreams.shutdown()
        await close(mail, http, database, testDatabase)
    }

    private static func close(
        _ mail: MailSink,
        _ http: HTTPClient,
        _ database: Database,
        _ testDatabase: TestDatabase
    ) async {
        try? await mail.stop()
        try? await http.shutdown()
        await database.shutdown()
        try? await testDatabase.drop()
    }

    // tidy: allow parameter-count — what the world is made of, given once
    private static func run(
        _ campus: Campus,
        _ mail: MailSink,
        _ texts: TextInbox,
        _ http: HTTPClient,
        _ testDatabase: TestDatabase,
        _ test: @escaping @Sendable (TestCampus) async throws -> Void
    ) async throws {
        let worker = campus.worker()
        try await worker.register()
        var schools: [School] = []
        for (name, subdomain) in [("Sunrise Academy", "sunrise-academy"), ("Lagoon College", "lagoon-college")] {
            let tenant = try await campus.administration.createTenant(
                NewTenant(name: Line(parsing: name), subdomain: Subdomain(parsing: subdomain))
            )
            schools.append(School(id: tenant.id, subdomain: subdomain))
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: campus.parts.logger,
            onRunning: { port.yield($0) },
            responder: campus.gatewayResponder()
        )
        let (ready, made) = (ports, schools)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            group.addTask { try await worker.run() }
            group.addTask { await campus.feed.run() }
            group.addTask {
                guard let port = await ready.first(where: { _ in true }) else { return }
                let world = TestCampus(
                    campus,
                    mail,
                    texts,
                    http,
                    baseURL: "http://127.0.0.1:\(port)",
                    schools: made,
                    testDatabase
                )
                try await test(world)
                throw Finished()
            }
            defer { group.cancelAll() }
            do {
                while try await group.next() != nil {}
            } catch is Finished {}
        }
    }

    /// The test is over; listener and worker are cancelled.
    private struct Finished: Error {}

    func nextNumber() -> UInt64 {
        counter.increment()
        return counter.value
    }
}

/// How many campuses stand at once: each has a listener, a pool and a worker, and tests share a few cores.
private actor Seats {
    static let shared = Seats(4)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    func leave() {
        if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
    }
}

extension Result where Failure == any Error {
    fileprivate init(_ body: () async throws -> Success) async {
        do { self = .success(try await body()) } catch { self = .failure(error) }
    }
}
