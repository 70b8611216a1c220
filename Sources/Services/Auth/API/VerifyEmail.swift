package import Access
package import Endpoints
package import Values

/// Confirms an address with the token of a link: once, within a day. 400 `invalid_verification_token` otherwise, also
/// when the account has another address by now.
package struct VerifyEmail: Endpoint {
    package static let route = Route.post("/api/auth/verify-email", "Confirms an e-mail address.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var token: String

    package init(token: String) { self.token = token }
}

/// Asks for another link that confirms an address: the caller's own, or that of whoever the body names.
///
/// Answered alike whether there is such an account and whether its address is confirmed; an address gets one mail a
/// minute at most.
package struct ResendVerification: Endpoint {
    package static let route = Route.post(
        "/api/auth/resend-verification",
        "Asks for another link that confirms an address."
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    /// For somebody who is not signed in: the school's code, or `tenantID`, and the address.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?
    package var email: Email?

    package init(tenantSubdomain: Subdomain? = nil, email: Email? = nil) {
        (self.tenantSubdomain, self.email) = (tenantSubdomain, email)
    }
}
