package import Access
package import Endpoints
package import Values

/// Asks for a mail with a link to choose a new password.
///
/// Every well-formed request is answered alike and takes the same work, whether the school or the account exists, is
/// suspended, or was asked about a moment ago: the mail is made afterwards. An address gets one mail a minute at most.
package struct RequestPasswordReset: Endpoint {
    package static let route = Route.post(
        "/api/auth/request-password-reset",
        "Asks for a link to choose a new password."
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    /// The school's code; or `tenantID`.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?
    package var email: Email

    package init(tenantSubdomain: Subdomain?, email: Email) {
        (self.tenantSubdomain, self.email) = (tenantSubdomain, email)
    }
}

/// Chooses a new password with the token of a link: once, within an hour, until another is asked for.
///
/// 400 `invalid_reset_token` for any other token; 422 `weak_password` leaves the token good. Every session of the
/// account ends, nobody is signed in by this, and a second factor is asked for as before.
package struct ResetPassword: Endpoint {
    package static let route = Route.post("/api/auth/reset-password", "Chooses a new password with a link's token.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var token: String
    package var newPassword: Password

    package init(token: String, newPassword: Password) { (self.token, self.newPassword) = (token, newPassword) }
}

/// Both steps under one name: with `email` it asks for a link, with `token` and `new_password` it chooses a password.
///
/// Rules and answers are those of ``RequestPasswordReset`` and ``ResetPassword``.
package struct PasswordReset: Endpoint {
    package static let route = Route.post("/api/auth/password-reset", "Asks for a new password, or chooses one.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?
    package var email: Email?
    package var token: String?
    package var newPassword: Password?

    package init(token: String? = nil, newPassword: Password? = nil) {
        (self.token, self.newPassword) = (token, newPassword)
    }
}
