import AsyncHTTPClient
import Endpoints
import Logging
import Postgres
import TestKit

/// The example service behind an edge and a real listener on a port of its own.
struct Served: Sendable {
    let port: Int
    let client: HTTPClient
    let database: Database

    var anonymous: PlatformClient { PlatformClient(baseURL: "http://127.0.0.1:\(port)", client: client) }

    func signedIn(_ token: String = "student") -> PlatformClient {
        var visitor = anonymous
        visitor.token = token
        return visitor
    }

    static func run(
        patience: ConnectionPatience = ConnectionPatience(),
        _ test: @escaping @Sendable (Served) async throws -> Void
    ) async throws {
        let testDatabase = try await TestDatabase.make([IdempotencySchema.migrations, Notes.schema])
        let database = testDatabase.database()
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let runtime = Notes.runtime(database)
        let edge = Edge(origins: PortalOrigins(), logger: logger)
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
                    return .success(try await test(Served(port: port, client: client, database: database)))
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
