import Access
package import Cache
import HTTPTypes
package import HummingbirdCore
import Values

/// How many requests a signed-in person has at the gateway.
///
/// In memory it costs a lock and two hashes, with Redis a round trip.
package struct PersonLimit: Sendable {
    private let limit: RateLimit
    private let limiter: RateLimiter
    private let authenticate: ServiceRuntime.Authenticate

    /// `nil` when there is no such limit.
    package init?(_ limiter: RateLimiter, authenticate: @escaping ServiceRuntime.Authenticate) {
        guard let limit = limiter.limits.person else { return nil }
        (self.limit, self.limiter, self.authenticate) = (limit, limiter, authenticate)
    }

    /// Where administrators' tools send a request for each line of a list, all at once (the chat platform's contract,
    /// section 1D).
    private static let bulkPath = "/api/v1/admin/"

    /// Counts a request of somebody whose token was verified; throws when it is one too many.
    func count(_ principal: Principal, at path: String?) async throws {
        if principal.role == .admin, path?.hasPrefix(Self.bulkPath) == true { return }
        if let exceeded = await limiter.take(limit, LimitKey(principal.userID)) { throw exceeded }
    }

    /// Counts a request that a service in another process will answer. One without a token that is valid is not counted
    /// and goes on: it is that service's to refuse.
    package func count(_ request: Request) async throws {
        guard let header = request.headers[.authorization], let token = BearerToken.text(of: header),
            let principal = try? await authenticate(token, false)
        else { return }
        try await count(principal, at: request.head.path)
    }
}
