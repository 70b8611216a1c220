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
    /// How long the gateway waits for its answers to begin. Portals give up after 10 s (contract rule W14).
    package let patience: Duration

    package init(
        _ name: String,
        port: Int,
        purpose: String,
        paths: [String],
        features: [String] = [],
        patience: Duration = .seconds(9)
    ) {
        self.name = name
        self.port = port
        self.purpose = purpose
        self.paths = paths
        self.features = features
        self.patience = patience
    }
}

/// Which service a path belongs to: the longest template wins, and a literal before a parameter.
package struct ServiceDirectory: Sendable {
    /// All services, in the order they were listed.
    package let services: [ServiceIdentity]
    /// The templates by the segment that tells most services apart, the longest first.
    private let entries: [Substring: [Entry]]

    private typealias Entry = (template: PathTemplate, service: ServiceIdentity)

    package init(_ services: [ServiceIdentity]) {
        self.services = services
        let all: [Entry] =
            services
            .flatMap { service in service.paths.map { (PathTemplate($0), service) } }
            .sorted { left, right in
                (left.0.segments.count, -left.0.parameters.count) > (right.0.segments.count, -right.0.parameters.count)
            }
        entries = Dictionary(grouping: all) { Self.key($0.template.description[...].pathSegments) }
    }

    /// The first segment, or the second below `/api`.
    private static func key(_ parts: [Substring]) -> Substring {
        parts.first == "api" && parts.count > 1 ? parts[1] : parts.first ?? ""
    }

    /// The service of a path; `nil` when it is nobody's.
    package func service(for path: Substring) -> ServiceIdentity? {
        let parts = path.pathSegments
        return entries[Self.key(parts)]?.first { Self.covers($0.template, parts) }?.service
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

extension Substring {
    /// What stands between the slashes of a path, at most 33 of it. Split by bytes: every request is.
    var pathSegments: [Substring] {
        utf8.split(separator: UInt8(ascii: "/"), maxSplits: 32).map { Substring($0) }
    }
}
