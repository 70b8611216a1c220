import AsyncHTTPClient
import Endpoints
import Logging
import Postgres
import Telemetry
import TestKit

/// The example service behind an edge and a real listener on a port of its own.
struct Served: Sendable {
    let port: Int
    let client: HTTPClient
    let database: Database
    let metrics: MetricsRegistry

    var anonymous: PlatformClient { PlatformClient(baseURL: "http://127.0.0.1:\(port)", client: client) }

    func signedIn(_ token: String = "student") -> PlatformClient {
        var visitor = anonymous
        visitor.token = token
        return visitor
    }

    static func run(
        patience: ConnectionPatience = ConnectionPatience(),
        requestsAtOnce: Int = 2_000,
        operations: [Endpoints.Operation] = [],
        _ test: @escaping @Sendable (Served) async throws -> Void
    ) async throws {
        let testDatabase = try await TestDatabase.make([IdempotencySchema.migrations, Notes.schema])
        let database = testDatabase.database()
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let metrics = MetricsRegistry()
        let runtime = Notes.runtime(database, operations, metrics)
        let edge = Edge(origins: PortalOrigins(), logger: logger, maximumInFlight: requestsAtOnce)
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: logger,
            patience: patience,
            onRunning: { port.yield($0) },
            responder: edge.guarding { request, address in await runtime.respond(to: request, from: address) }
        )
        let outcome = await withTaskGroup(of: Result<Void, any Error>?.self) { group in
            group.addTask {
                try? await listener.run()
                return nil
            }
            group.addTask {
                guard let port = await ports.first(where: { _ in true }) else { return nil }
                do {
                    return .success(
                        try await test(Served(port: port, client: client, database: database, metrics: metrics))
                    )
                } catch {
                    return .failure(error)
                }
            }
            defer { group.cancelAll() }
            for await result in group { if let result { return result } }
            return .success(())
        }
        try? await client.shutdown()
        await database.shutdown()
        try await testDatabase.drop()
        try outcome.get()
    }
}

extension Served {
    /// The same service behind another process' gateway: a listener that sends everything on over HTTP.
    func behindGateway(
        patience: ConnectionPatience = ConnectionPatience(),
        _ test: @escaping @Sendable (Served) async throws -> Void
    ) async throws {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let remote = RemoteService(baseURL: "http://127.0.0.1:\(port)", client: client)
        let edge = Edge(origins: PortalOrigins(allowsLoopback: true), logger: logger)
        let (ports, opened) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: logger,
            patience: patience,
            onRunning: { opened.yield($0) },
            responder: edge.guarding { request, _ in
                do {
                    return try await remote.forward(request, body: nil)
                } catch {
                    return Problem(describing: error).response(in: .portal, requestID: "")
                }
            }
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            let port = await ports.first { _ in true }
            defer { group.cancelAll() }
            if let port {
                try await test(Served(port: port, client: client, database: database, metrics: metrics))
            }
        }
    }
}
