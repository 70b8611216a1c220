import Values

/// Whose rows a transaction sees.
enum Scope: Sendable {
    /// One tenant's.
    case tenant(TenantID)
    /// Every tenant's.
    case platform
    /// None that row level security protects: for health checks.
    case none

    var isPlatform: Bool { if case .platform = self { true } else { false } }

    /// The statement that makes the current transaction so, and no other: both settings end with it.
    var setting: Query? {
        switch self {
        case .tenant(let id): "select set_config('app.tenant_id', \(id)::text, true)"
        case .platform: "select set_config('role', 'elymica_platform', true)"
        case .none: nil
        }
    }

    var tenant: TenantID? { if case .tenant(let id) = self { id } else { nil } }
}

/// How strictly transactions are kept apart (PostgreSQL documentation, 13.2).
package enum Isolation: Sendable {
    case readCommitted, repeatableRead, serializable

    var begin: Query {
        switch self {
        case .readCommitted: "begin"
        case .repeatableRead: "begin isolation level repeatable read"
        case .serializable: "begin isolation level serializable"
        }
    }
}
