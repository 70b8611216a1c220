package import Access
package import Endpoints
package import Values

/// Asks for a mail with a link to choose a new password, or for a code by text message.
///
/// Every well-formed request is answered alike and takes the same work, whether the school or the account exists, is
/// suspended, or was asked about a moment ago: the mail is made afterwards. An address gets one mail a minute at most;
/// for a phone number that was asked about within a minute, known or not, 429 `code_sent_recently`.
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
    package var email: Email?
    /// Instead of an address: where to send a code.
    package var phoneNumber: PhoneNumber?

    package init(tenantSubdomain: Subdomain?, email: Email? = nil, phoneNumber: PhoneNumber? = nil) {
        (self.tenantSubdomain, self.email, self.phoneNumber) = (tenantSubdomain, email, phoneNumber)
    }
}

/// Chooses a new password with the token of a link, once, within an hour, until another is asked for; or with the code
/// of a text message, within five minutes, together with the phone number and the school.
///
/// 400 `invalid_reset_token` for any other token, 401 `invalid_code` for any other code; 422 `weak_password` leaves
/// both good. Every session of the account ends, nobody is signed in by this, and a second factor is asked for as
/// before.
package struct ResetPassword: Endpoint {
    package static let route = Route.post("/api/auth/reset-password", "Chooses a new password with a link's token.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var token: String?
    package var newPassword: Password
    /// Instead of a token.
    package var otp: OneTimeCode?
    package var phoneNumber: PhoneNumber?
    /// With a code: the school's code; or `tenantID`.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?

    package init(token: String, newPassword: Password) { (self.token, self.newPassword) = (token, newPassword) }

    package init(otp: OneTimeCode, phoneNumber: PhoneNumber, tenantSubdomain: Subdomain?, newPassword: Password) {
        (self.otp, self.phoneNumber) = (otp, phoneNumber)
        (self.tenantSubdomain, self.newPassword) = (tenantSubdomain, newPassword)
    }
}

/// Both steps under one name: with `new_password` and a `token`, or an `otp`, it chooses a password; without, it asks
/// for a link to `email` or a code to `phone_number`.
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
    package var phoneNumber: PhoneNumber?
    package var otp: OneTimeCode?
    package var token: String?
    package var newPassword: Password?

    package init(token: String? = nil, newPassword: Password? = nil) {
        (self.token, self.newPassword) = (token, newPassword)
    }
}
