import HTTPTypes

extension Edge {
    /// The responder behind this edge, for clients of a dialect.
    ///
    /// Where cookies sign in, a page that may call at all may do so with its cookies (Fetch §3.2.5), and its preflights
    /// say so.
    package func guarding(_ responder: @escaping Responder, speaking dialect: Dialect) -> Responder {
        let guarded = guarding(responder)
        guard dialect.accessCookie != nil else { return guarded }
        return { request, address in
            var reply = await guarded(request, address)
            if reply.headers[.accessControlAllowOrigin] != nil {
                reply.headers[.accessControlAllowCredentials] = "true"
            }
            return reply
        }
    }
}
