package import Endpoints

extension Campus {
    /// The further ports of this process's services.
    package var faces: [ServiceFace] { services.flatMap(\.definition.faces) }

    /// The responder of such a port. A token of somebody who does not belong there is worth nothing.
    package func responder(of face: ServiceFace) -> Responder {
        let authenticate = identity.authenticate
        let runtime = ServiceRuntime(
            name: face.identity.name,
            operations: face.operations,
            dialect: face.dialect,
            database: parts.database,
            authenticate: { token, isSensitive in
                let principal = try await authenticate(token, isSensitive)
                guard try await face.admits(principal) else { throw Problem.invalidToken() }
                return principal
            },
            logger: parts.logger,
            metrics: parts.metrics,
            clock: parts.clock
        )
        return edge.guarding({ await runtime.respond(to: $0, from: $1) }, speaking: face.dialect)
    }
}
