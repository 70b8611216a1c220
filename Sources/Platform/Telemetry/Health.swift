/// How well the program, or a part of it, is.
package enum HealthStatus: String, Codable, Sendable, Comparable, CaseIterable {
    /// All is well.
    case pass
    /// It works, but an operator should look: a cache is missing, a disk is filling.
    case warn
    /// It cannot do its work.
    case fail

    private var severity: Int {
        switch self {
        case .pass: 0
        case .warn: 1
        case .fail: 2
        }
    }

    /// Ordered from well to ill.
    package static func < (left: Self, right: Self) -> Bool { left.severity < right.severity }
}

/// What one part of the program found when it looked at itself.
package struct HealthCheck: Codable, Hashable, Sendable {
    /// The part, in an operator's words: `database`, `migrations`, `outbox`.
    package let name: String
    package let status: HealthStatus
    /// What was found, for an operator; never a secret, an address or a client's data.
    package let detail: String?

    package init(_ name: String, _ status: HealthStatus, detail: String? = nil) {
        (self.name, self.status, self.detail) = (name, status, detail)
    }
}

/// The health of the program: its checks and the worst of their statuses.
package struct Health: Codable, Hashable, Sendable {
    package let status: HealthStatus
    package let checks: [HealthCheck]

    package init(checks: [HealthCheck]) {
        self.checks = checks
        status = checks.map(\.status).max() ?? .pass
    }

    /// Whether requests should be sent here; a warning does not turn them away.
    package var isReady: Bool { status != .fail }
}
