import AsyncHTTPClient
import AuthService
import Cache
import Endpoints
import Events
import Files
import FoundationEssentials
package import Logging
import Mail
import NIOCore
import Postgres
import ServiceLifecycle
import Synchronization
import Telemetry
import Upstreams
import Values

/// Runs the program: database, migrations, services, listeners, until it is told to stop.
package struct Launch: Sendable {
    let options: LaunchOptions
    private let settings: Settings
    private let logger: Logger
    /// Where progress and the addresses to open are printed.
    let say: @Sendable (String) -> Void

    package init(
        _ options: LaunchOptions,
        _ settings: Settings,
        logger: Logger,
        say: @escaping @Sendable (String) -> Void
    ) throws {
        try options.validate()
        guard options.demo || !settings.testingEndpoints else {
            throw InvalidSetting(name: "ELYMICA_TESTING_ENDPOINTS", reason: "is for --demo only")
        }
        self.options = options
        self.settings = settings
        self.logger = logger
        self.say = say
    }

    /// Returns after a clean stop; throws what kept it from starting.
    package func run() async throws {
        OpenFiles.allowMany()
        let storage = try await openStorage()
        do {
            try await run(on: storage)
            await storage.close()
        } catch {
            await storage.close()
            throw error
        }
    }

    private func openStorage() async throws -> Storage {
        let isFirst = settings.databaseURL == nil && !FileManager.default.fileExists(atPath: options.dataDirectory)
        if isFirst { say("Making a database in \(options.dataDirectory) …") }
        return try await Storage.open(url: settings.databaseURL, dataDirectory: options.dataDirectory, logger: logger)
    }

    private func run(on storage: Storage) async throws {
        let applied = try await storage.migrate(logger: logger)
        if !applied.isEmpty { say("Applied \(applied.count) migrations.") }
        var configuration = DatabaseConfiguration(storage.application)
        configuration.applicationName = "elymica " + (options.services?.joined(separator: " ") ?? "up")
        let database = Database(configuration, logger: logger)
        let client = HTTPClient(
            eventLoopGroup: HTTPClient.defaultEventLoopGroup,
            configuration: Self.clientConfiguration
        )
        let upstreams = UpstreamTransport()
        let cache = Cache(settings.redis, logger: logger)
        let result: Result<Void, any Error>
        do {
            result = .success(try await serve(database, (client, upstreams), cache, storage))
        } catch {
            result = .failure(error)
        }
        await cache.close()
        try? await client.shutdown()
        await upstreams.shutdown()
        await database.shutdown()
        try result.get()
    }

    private static var clientConfiguration: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        // Between two pieces of an answer. Whoever asks says how long they wait for the first.
        configuration.timeout = .init(connect: .seconds(2), read: .seconds(60))
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // Shorter than services keep one (`ConnectionPatience.idle`): a request on one that is being closed is lost.
        configuration.connectionPool.idleTimeout = .seconds(45)
        configuration.decompression = .disabled
        // A process that is away is reported at once; whoever asked decides about trying again.
        configuration.connectionPool.retryConnectionEstablishment = false
        return configuration
    }

    private func serve(
        _ database: Database,
        _ clients: (HTTPClient, UpstreamTransport),
        _ cache: Cache,
        _ storage: Storage
    ) async throws {
        let campus = try await makeCampus(database, clients, cache)
        if options.demo { try await Demo(campus, say: say).seed() }
        try await introduceFirstAdministrator(database)
        // A directory that somebody names has to be there; the usual one is made when the first file comes.
        let usual = options.dataDirectory + "/files"
        if settings.files.directory != nil || FileManager.default.fileExists(atPath: usual) {
            try await prepareFiles(campus, settings.files.directory ?? usual)
        }
        let worker = campus.worker()
        try await worker.register()

        let ready = Announcement(expected: listeners(of: campus).count) { [say, campus, options] in
            say(Self.welcome(campus, options))
        }
        var services: [any Service] = [
            BackgroundWork { try await worker.run() },
            BackgroundWork { await campus.feed.run() },
            BackgroundWork { [logger] in await storage.keepAuditLog(logger: logger) },
        ]
        services += listeners(of: campus).map { listener in
            HTTPListener(
                host: options.host,
                port: listener.port,
                logger: logger,
                onRunning: { _ in ready.one() },
                responder: listener.responder
            )
        }
        // The last is told first.
        services.append(StopNotice(services: campus.services.map(\.definition)))
        var configuration = ServiceGroupConfiguration(services: services, logger: Self.quiet(logger))
        configuration.maximumGracefulShutdownDuration = StopNotice.longest
        let group = ServiceGroup(configuration: configuration)
        let signals = Signals(campus: campus, group: group, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await signals.watch() }
            tasks.addTask { try await group.run() }
            // The watch never ends by itself: what comes first is the group, stopped or failed to start.
            defer { tasks.cancelAll() }
            try await tasks.next()
        }
    }

    private func prepareFiles(_ campus: Campus, _ directory: String) async throws {
        do throws(FilesError) { try await campus.files.prepare() } catch {
            throw InvalidSetting(
                name: "ELYMICA_FILES_DIRECTORY",
                reason: "names \(directory), which cannot be written to"
            )
        }
    }

    private func makeCampus(
        _ database: Database,
        _ clients: (HTTPClient, UpstreamTransport),
        _ cache: Cache
    ) async throws -> Campus {
        var settings = settings
        if options.demo, settings.chatTenant == nil { settings.chatTenant = try Subdomain(parsing: Demo.school) }
        settings.files.directory = settings.files.directory ?? options.dataDirectory + "/files"
        if settings.databaseURL == nil, settings.installationSecret == nil {
            settings.installationSecret = try SecretFile(dataDirectory: options.dataDirectory).read()
        }
        let metrics = MetricsRegistry()
        ProcessMetrics.register(in: metrics)
        let mailer: any Mailer =
            if let url = settings.smtpURL {
                try SMTPMailer(server: SMTPServer(url), from: settings.mailFrom)
            } else {
                LogMailer(logger: logger)
            }
        let offset = options.portOffset
        var parts = Campus.Parts(
            database: database,
            mailer: mailer,
            client: clients.0,
            upstreams: clients.1,
            cache: cache,
            logger: logger,
            metrics: metrics,
            publicURL: settings.publicURL ?? "http://localhost:\(options.port(of: 8000))",
            origins: PortalOrigins(PortalOrigins.deployed + settings.portalOrigins, allowsLoopback: options.demo),
            settings: settings,
            runs: { [options] in options.runs($0) },
            addressOfOthers: { "http://127.0.0.1:\($0.port + offset)" }
        )
        parts.printLine = say
        return try await Campus(parts)
    }

    private func listeners(of campus: Campus) -> [(port: Int, responder: Responder)] {
        var listeners: [(port: Int, responder: Responder)] = []
        if options.runs("gateway") {
            listeners.append((options.port(of: 8000), campus.gatewayResponder()))
        }
        if !options.singlePort || options.services != nil {
            listeners += campus.services.map { (options.port(of: $0.identity.port), campus.responder(of: $0)) }
            listeners += campus.faces.map { (options.port(of: $0.identity.port), campus.responder(of: $0)) }
        }
        return listeners
    }

    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = max(logger.logLevel, .warning)
        return logger
    }

    private static func welcome(_ campus: Campus, _ options: LaunchOptions) -> String {
        guard options.runs("gateway") else {
            let names = campus.services.map { "\($0.identity.name) on port \(options.port(of: $0.identity.port))" }
            return "Ready: \(names.joined(separator: ", "))."
        }
        let base = "http://localhost:\(options.port(of: 8000))"
        var lines = ["Elymica is ready.", "", "  Gateway    \(base)", "  Services   \(base)/services"]
        if let chat = campus.faces.first, !options.singlePort || options.services != nil {
            lines.append("  Chat API   http://localhost:\(options.port(of: chat.identity.port))/api")
        }
        if options.demo {
            lines += [
                "", "  Sign in to the school sunrise-academy, everybody with the password \(Demo.password):",
                "  learner    amina@sunrise.example.com", "  teacher    wanjiku@sunrise.example.com",
                "  admin      admin@sunrise.example.com", "",
                "  Try it     elymica verify \(base)",
            ]
        }
        return lines.joined(separator: "\n")
    }
}

/// Says something once, when the last of several has happened.
private final class Announcement: Sendable {
    private let remaining: Atomic<Int>
    let say: @Sendable () -> Void

    init(expected: Int, _ say: @escaping @Sendable () -> Void) {
        remaining = Atomic(expected)
        self.say = say
    }

    func one() {
        if remaining.subtract(1, ordering: .relaxed).newValue == 0 { say() }
    }
}

/// Work without a listener, as a member of the group that is stopped together.
struct BackgroundWork: Service {
    private let work: @Sendable () async throws -> Void

    init(_ work: @escaping @Sendable () async throws -> Void) { self.work = work }

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await work() }
    }
}

/// Tells services that the program is about to stop, some seconds before what still runs is cut off.
struct StopNotice: Service {
    let services: [any ServiceDefinition]

    /// How long the program takes to stop at most.
    static let longest = Duration.seconds(20)

    func run() async throws {
        try? await gracefulShutdown()
        // Whoever waits for this would wait with everything else.
        Task { [services] in
            try? await Task.sleep(for: Self.longest - .seconds(6))
            for service in services { service.willStop() }
        }
    }
}
