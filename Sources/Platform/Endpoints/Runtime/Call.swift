package import Access
import Cache
package import FoundationEssentials
package import Logging
package import Postgres
package import Values

/// What a handler knows about the call it answers: who asks, when, and the way to the database.
package struct Call: Sendable {
    /// Who asks; `nil` only where the endpoint's access is `.anyone` and no token came.
    package let principal: Principal?
    package let requestID: String
    /// When the call began.
    package let now: Date
    package let logger: Logger
    /// The address the request came from, for limits and audit; `nil` within the process.
    package let remoteAddress: String?
    /// The client's `User-Agent`, for sessions and audit.
    package let userAgent: String?
    /// The path and query as they arrived.
    package let target: String
    let database: Database
    let idempotency: IdempotencyKey?
    let limiter: RateLimiter
    /// The form with files that this call brings.
    var form: IncomingForm?

    /// The client's `Idempotency-Key`, for operations that keep an account of their own of what was done under it.
    package var requestKey: RequestKey? {
        idempotency.map { RequestKey(digest: $0.key, fingerprint: $0.fingerprint) }
    }

    /// The signed-in caller.
    package var caller: Principal {
        get throws {
            guard let principal else { throw Problem.unauthorized() }
            return principal
        }
    }

    /// The caller's school, for single statements in one round trip each: how a hot read asks.
    package var school: Door {
        get throws { database.tenant(try caller.tenantID) }
    }

    /// Reads in the caller's school, several statements that belong together.
    package func read<R: Sendable>(
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        try await database.tenant(caller.tenantID, body)
    }

    /// Changes the caller's school in one transaction and makes the endpoint's answer from it.
    ///
    /// With an `Idempotency-Key`, the answer commits with the change: the same key and request again get the same
    /// answer and change nothing.
    package func write<R: Codable & Sendable>(
        retry: RetryPolicy = .never,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        let caller = try caller
        return try await write(in: caller.tenantID, as: caller.userID.description, retry: retry, body)
    }

    /// The same for a caller who has no token yet, such as somebody who registers: the school is known from the
    /// request.
    package func write<R: Codable & Sendable>(
        in tenant: TenantID,
        as subject: String = "anyone",
        retry: RetryPolicy = .never,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        guard let idempotency else { return try await database.tenant(tenant, retry: retry, body) }
        return try await database.tenant(tenant, retry: retry) { transaction in
            try idempotency.once(in: transaction, tenant: tenant, subject: subject) { try body(transaction) }
        }
    }
}

/// A client's key for one request, and what tells that request from another under the same key. Both are digests.
package struct RequestKey: Hashable, Sendable {
    /// 64 hexadecimal digits.
    package let digest: String
    package let fingerprint: [UInt8]
}
