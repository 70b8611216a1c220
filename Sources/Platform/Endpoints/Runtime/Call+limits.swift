import Access
package import Cache
import Values

extension Call {
    /// Counts this call against a limit, and throws the 429 when it is one too many:
    /// `try await call.limit(\.invitations)`.
    ///
    /// Without a key it is the caller who is counted. Where somebody is not signed in yet, the account they name is:
    /// `try await call.limit(\.authentication, LimitKey(tenant.description, email.text))`. Never the address alone:
    /// everybody who signs in through a portal comes from the portal's server.
    ///
    /// `patience` waits a while for somebody else to give a count back.
    package func limit(
        _ limit: KeyPath<RateLimits, RateLimit>,
        _ key: LimitKey? = nil,
        patience: Duration? = nil
    ) async throws {
        let key = try key ?? LimitKey(caller.userID)
        let chosen = limiter.limits[keyPath: limit]
        let exceeded =
            if let patience {
                await limiter.take(chosen, key, patience: patience)
            } else {
                await limiter.take(chosen, key)
            }
        if let exceeded { throw exceeded }
    }

    /// The same for a limit that an operator can do without.
    package func limit(_ limit: KeyPath<RateLimits, RateLimit?>, _ key: LimitKey? = nil) async throws {
        guard let chosen = limiter.limits[keyPath: limit] else { return }
        if let exceeded = await limiter.take(chosen, try key ?? LimitKey(caller.userID)) { throw exceeded }
    }

    /// Throws the 429 when a limit is exhausted, and counts nothing: for limits that only failures count against.
    package func checkLimit(_ limit: KeyPath<RateLimits, RateLimit>, _ key: LimitKey) async throws {
        if let exceeded = await limiter.check(limiter.limits[keyPath: limit], key) { throw exceeded }
    }

    /// Counts a failure that came to be known after ``checkLimit(_:_:)``.
    package func countFailure(_ limit: KeyPath<RateLimits, RateLimit>, _ key: LimitKey) async {
        _ = await limiter.take(limiter.limits[keyPath: limit], key)
    }

    /// Takes back what ``limit(_:_:patience:)`` counted: what was tried did not come about.
    package func giveBack(_ limit: KeyPath<RateLimits, RateLimit>, _ key: LimitKey) async {
        await limiter.giveBack(limiter.limits[keyPath: limit], key)
    }

    /// Forgets all that was counted of a key: somebody has proved who they are.
    package func forgetCounts(_ limit: KeyPath<RateLimits, RateLimit>, _ key: LimitKey) async {
        await limiter.forget(limiter.limits[keyPath: limit], key)
    }
}
