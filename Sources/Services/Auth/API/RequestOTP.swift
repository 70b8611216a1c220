package import Access
package import Endpoints
package import Values

/// Sends a code to a phone, to sign in with instead of a password.
///
/// The same answer and the same work whether the number is known or not: who it belongs to is looked up afterwards.
/// A code is valid for five minutes; 429 `code_sent_recently` with `Retry-After` within a minute of the last request
/// for that number, known or not.
package struct RequestOTP: Endpoint {
    package static let route = Route.post("/api/auth/request-otp", "Sends a code to sign in with to a phone.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var phoneNumber: PhoneNumber
    /// The school's code; or `tenantID`.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?

    package init(phoneNumber: PhoneNumber, tenantSubdomain: Subdomain) {
        (self.phoneNumber, self.tenantSubdomain) = (phoneNumber, tenantSubdomain)
    }
}

/// Signs somebody in with the code that was sent to their phone.
///
/// Answers like `SignIn`. A wrong, expired, used or outdated code, an unknown number, one that several people of the
/// school share, and an unknown school all answer alike: 401 `invalid_code`.
package struct SignInWithOTP: Endpoint {
    package static let route = Route.post("/api/auth/login-with-otp", "Signs in with a code from a text message.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = SignIn.Response

    package var phoneNumber: PhoneNumber
    package var otp: OneTimeCode
    /// The school's code; or `tenantID`.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?

    package init(phoneNumber: PhoneNumber, otp: OneTimeCode, tenantSubdomain: Subdomain) {
        (self.phoneNumber, self.otp, self.tenantSubdomain) = (phoneNumber, otp, tenantSubdomain)
    }
}
