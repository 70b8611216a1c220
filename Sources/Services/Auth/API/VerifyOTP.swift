package import Access
package import Endpoints
package import Values

/// Confirms a phone number or an e-mail address with the code that was sent to it after registering.
///
/// Whose code it is, is said by the account's id (`user_id` or `userId`), or by its e-mail address or phone number with
/// the school. 401 `invalid_code` for everything that does not fit, alike.
package struct VerifyOTP: Endpoint {
    package static let route = Route.post("/api/auth/verify-otp", "Confirms a phone number or an e-mail address.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }

    package var otp: OneTimeCode
    package var userID: UserID?
    package var userIDInCamelCase: UserID?
    package var email: Email?
    package var phoneNumber: PhoneNumber?
    /// With an address or a number: the school's code; or `tenantID`.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?

    package init(userID: UserID, otp: OneTimeCode) { (self.userID, self.otp) = (userID, otp) }

    enum CodingKeys: String, CodingKey, VerbatimKey {
        case otp, email
        case userID = "user_id"
        case userIDInCamelCase = "userId"
        case phoneNumber = "phone_number"
        case tenantSubdomain = "tenant_subdomain"
        case tenantID = "tenant_id"
    }

    package struct Response: Codable, Sendable {
        package var message: String
        package var emailVerified: Bool
        package var phoneVerified: Bool

        package init(message: String, emailVerified: Bool, phoneVerified: Bool) {
            (self.message, self.emailVerified, self.phoneVerified) = (message, emailVerified, phoneVerified)
        }
    }
}
