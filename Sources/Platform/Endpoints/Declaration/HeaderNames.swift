package import HTTPTypes

extension HTTPField.Name {
    /// The correlation id of a request: one from the edge to the last service.
    package static let requestID = named("X-Request-Id")
    /// The school a client believes it is signed in to (contract section 0.2).
    package static let tenantID = named("X-Tenant-ID")
    /// How long the caller still waits, in milliseconds.
    package static let timeLeft = named("X-Request-Time-Left")
    /// Set by the edge, stripped from outside: the request comes from a page of a portal.
    package static let portalOrigin = named("X-Portal-Origin")
    /// The client's key for a request that must take effect once (draft-ietf-httpapi-idempotency-key-header).
    package static let idempotencyKey = named("Idempotency-Key")
    /// The addresses a request came through, nearest last.
    package static let forwardedFor = named("X-Forwarded-For")
    /// The scheme a proxy was asked with.
    package static let forwardedProto = named("X-Forwarded-Proto")
    /// How a page's origin and ours relate (Fetch Metadata §2.2).
    package static let secFetchSite = named("Sec-Fetch-Site")

    /// Whether nginx may gather an answer before it sends it on.
    static let accelBuffering = named("X-Accel-Buffering")
    /// The client's address as one process of the platform hands it to another, sealed.
    package static let clientAddress = named("X-Client-Address")
    /// What a limit is, and what is left of it (draft-ietf-httpapi-ratelimit-headers).
    package static let rateLimitPolicy = named("RateLimit-Policy")
    package static let rateLimit = named("RateLimit")

    /// Headers by which a client could pretend to be somebody or somewhere else: never accepted from outside. What
    /// proxies say of a client is read once, by the edge, and goes no further. `X-Forwarded-Proto` stays: it decides
    /// only whether the client's own cookies are `Secure`.
    package static let identityHeaders: Set<HTTPField.Name> = Set(
        [
            "X-User-Id", "X-User-Role", "X-Role", "X-Original-URL", "X-Rewrite-URL", "X-Portal-Origin",
            "X-Client-Address", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix",
            "X-Forwarded-Server", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP",
            "CF-Connecting-IP", "Fastly-Client-IP", "X-Cluster-Client-IP", "X-HTTP-Method-Override",
        ].map { named($0) }
    )

    private static func named(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else {
            // tidy: allow trap — the names are literals of this file
            preconditionFailure("not a header name")
        }
        return name
    }
}

extension HTTPFields {
    /// The same as the subscript, cheaper where a name stands once, as it nearly always does: the subscript joins the
    /// fields of a name even when there is one.
    func value(of name: HTTPField.Name) -> String? {
        var found: String?
        for field in self where field.name == name {
            if found != nil { return self[name] }
            found = field.value
        }
        return found
    }
}
