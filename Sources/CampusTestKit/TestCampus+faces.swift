import Campus
package import Endpoints

extension TestCampus {
    /// A service's further port, as somebody who is not signed in, while the body runs.
    package func onFace(
        _ name: String,
        _ body: @escaping @Sendable (PlatformClient) async throws -> Void
    ) async throws {
        guard let face = campus.faces.first(where: { $0.identity.name == name }) else {
            throw DidNotHappen(description: "there is no face \(name)")
        }
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: campus.parts.logger,
            onRunning: { port.yield($0) },
            responder: campus.responder(of: face)
        )
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await listener.run()
                return false
            }
            group.addTask { [http] in
                guard let port = await ports.first(where: { _ in true }) else { return true }
                try await body(PlatformClient(baseURL: "http://127.0.0.1:\(port)", client: http))
                return true
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next(), !isDone {}
        }
    }
}
