/// A service as operators and the gateway know it.
package struct ServiceIdentity: Sendable, Hashable {
    /// One lower-case word: the name on the command line, of its PostgreSQL schema, and in logs and metrics.
    package let name: String
    /// The port it answers on, before `--port-offset`.
    package let port: Int
    /// What it is for, in a few words.
    package let purpose: String
    /// The paths at the gateway that lead to it, as templates; everything below a path belongs to it as well.
    package let paths: [String]
    /// What `/health` says it can do.
    package let features: [String]

    package init(_ name: String, port: Int, purpose: String, paths: [String], features: [String] = []) {
        self.name = name
        self.port = port
        self.purpose = purpose
        self.paths = paths
        self.features = features
    }
}

/// Which service a path belongs to: the longest template wins, and a literal before a parameter.
package struct ServiceDirectory: Sendable {
    /// All services, in the order they were listed.
    package let services: [ServiceIdentity]
    private let entries: [(template: PathTemplate, service: ServiceIdentity)]

    package init(_ services: [ServiceIdentity]) {
        self.services = services
        entries =
            services
            .flatMap { service in service.paths.map { (PathTemplate($0), service) } }
            .sorted { left, right in
                (left.0.segments.count, -left.0.parameters.count) > (right.0.segments.count, -right.0.parameters.count)
            }
    }

    /// The service of a path; `nil` when it is nobody's.
    package func service(for path: Substring) -> ServiceIdentity? {
        let parts = path.split(separator: "/", maxSplits: 32)
        return entries.first { Self.covers($0.template, parts) }?.service
    }

    /// The service of that name.
    package subscript(name name: String) -> ServiceIdentity? { services.first { $0.name == name } }

    private static func covers(_ template: PathTemplate, _ parts: [Substring]) -> Bool {
        guard parts.count >= template.segments.count else { return false }
        return zip(template.segments, parts).allSatisfy { segment, part in
            if case .literal(let text) = segment { text == part } else { true }
        }
    }
}
