import Access
import AsyncHTTPClient
import AuthAPI
import AuthService
import Cache
import Campus
import Endpoints
import Events
import Mail
import Postgres
import Telemetry
import TestKit
import Values

/// A campus as on many machines: every service by itself behind the gateway, connected as a role that sees no more than
/// the service's own schema and what others publish.
struct SplitCampus {
    private let database: TestDatabase
    private let mail: MailSink
    private let http: HTTPClient
    private let auth: Campus

    /// Somebody who asks the gateway.
    let anonymous: PlatformClient

    /// Runs a test in a split campus and takes it down.
    static func run(_ test: @escaping @Sendable (SplitCampus) async throws -> Void) async throws {
        let database = try await TestDatabase.make(Schemas.all)
        let mail = try await MailSink.start()
        let http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        let outcome: Result<Void, any Error>
        do { outcome = .success(try await run(database, mail, http, test)) } catch { outcome = .failure(error) }
        try await mail.stop()
        try await http.shutdown()
        try await database.drop()
        try outcome.get()
    }

    private static func run(
        _ database: TestDatabase,
        _ mail: MailSink,
        _ http: HTTPClient,
        _ test: @escaping @Sendable (SplitCampus) async throws -> Void
    ) async throws {
        var campuses: [Campus] = []
        let outcome: Result<Void, any Error>
        do {
            outcome = .success(try await serve(&campuses, database, mail, http, test))
        } catch {
            outcome = .failure(error)
        }
        for campus in campuses { await campus.parts.database.shutdown() }
        try outcome.get()
    }

    /// Starts the services one after the other, each knowing where those before it answer: calls go up the list.
    private static func serve(
        _ campuses: inout [Campus],
        _ database: TestDatabase,
        _ mail: MailSink,
        _ http: HTTPClient,
        _ test: @escaping @Sendable (SplitCampus) async throws -> Void
    ) async throws {
        let names = ServiceList.installed.map(\.name).filter { $0 != "gateway" }
        try await withThrowingTaskGroup(of: Void.self) { group in
            var (ports, auth): ([String: Int], Campus?) = ([:], nil)
            for name in names {
                let known = ports
                var parts = try parts(database, role: DatabaseRole.service(name), mail, http, runs: { $0 == name })
                parts.addressOfOthers = { "http://127.0.0.1:\(known[$0.name] ?? 1)" }
                let campus = try await Campus(parts)
                campuses.append(campus)
                if name == Auth.service.name { auth = campus }
                let worker = campus.worker()
                try await worker.register()
                group.addTask { try await worker.run() }
                group.addTask { await campus.feed.run() }
                for service in campus.services {
                    ports[name] = await listen(campus.responder(of: service), in: &group)
                }
            }
            let known = ports
            var parts = try parts(database, role: DatabaseRole.app, mail, http, runs: { _ in false })
            parts.addressOfOthers = { "http://127.0.0.1:\(known[$0.name] ?? 1)" }
            let gateway = try await Campus(parts)
            campuses.append(gateway)
            group.addTask { await gateway.feed.run() }
            let port = await listen(gateway.gatewayResponder(), in: &group)
            let client = PlatformClient(baseURL: "http://127.0.0.1:\(port)", client: http)
            let outcome: Result<Void, any Error>
            do {
                guard let auth else { throw RemoteServiceMissing() }
                let campus = SplitCampus(database: database, mail: mail, http: http, auth: auth, anonymous: client)
                outcome = .success(try await test(campus))
            } catch {
                outcome = .failure(error)
            }
            group.cancelAll()
            while !group.isEmpty { _ = try? await group.next() }
            try outcome.get()
        }
    }

    private struct RemoteServiceMissing: Error {}

    /// Listens until the group is cancelled; the port.
    private static func listen(
        _ responder: @escaping Responder,
        in group: inout ThrowingTaskGroup<Void, any Error>
    ) async -> Int {
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: .quiet,
            onRunning: { port.yield($0) },
            responder: responder
        )
        group.addTask { try await listener.run() }
        return await ports.first { _ in true } ?? 0
    }

    private static func parts(
        _ database: TestDatabase,
        role: String,
        _ mail: MailSink,
        _ http: HTTPClient,
        runs: @escaping @Sendable (String) -> Bool
    ) throws -> Campus.Parts {
        var settings = try Settings.defaults()
        settings.limits.person = nil
        settings.chatTenant = try Subdomain(parsing: "role-school")
        settings.installationSecret = "a-secret-of-the-installation-for-tests"
        return Campus.Parts(
            database: database.database(role: role),
            mailer: try SMTPMailer(server: SMTPServer(mail.url), from: settings.mailFrom),
            client: http,
            logger: .quiet,
            metrics: MetricsRegistry(),
            publicURL: "https://campus.example.com",
            origins: PortalOrigins(),
            settings: settings,
            runs: runs
        )
    }

    /// A new school with somebody of every role in it.
    func school(_ subdomain: String) async throws -> (tenant: TenantID, people: [Role: World.Inhabitant]) {
        let name = try Line<255>(parsing: "Role School")
        let tenant = try await auth.administration.createTenant(
            NewTenant(name: name, subdomain: try Subdomain(parsing: subdomain))
        ).id
        var people: [Role: World.Inhabitant] = [:]
        for role in World.roles {
            let email = try Email(parsing: "\(role.rawValue.replacing("_", with: "-"))@\(subdomain).example.com")
            let password = try Password("Sunrise-2026")
            let user = try await auth.administration.createUser(
                NewUser(email: email, name: name, role: role),
                password: password,
                in: tenant
            )
            let client = try await anonymous.signedIn(school: subdomain, email: email.text, password: password.text)
            people[role] = World.Inhabitant(id: user.id, client: client)
        }
        return (tenant, people)
    }
}
