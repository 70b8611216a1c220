package import Access
package import Endpoints
package import Values

/// Confirms the caller's phone number, or gives them another one. Without a code it sends one: to the caller's number,
/// or to a new one, which becomes theirs only with the code. With a code it confirms the number the code went to.
///
/// 422 without any number, 429 `code_sent_recently` with `Retry-After` within a minute of the last code, 401
/// `invalid_code` for a wrong one.
package struct VerifyPhone: Endpoint {
    package static let route = Route.post("/api/auth/verify-phone", "Confirms the caller's phone number, or a new one.")
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }

    package var phoneNumber: PhoneNumber?
    package var otp: OneTimeCode?

    package init(phoneNumber: PhoneNumber? = nil, otp: OneTimeCode? = nil) {
        (self.phoneNumber, self.otp) = (phoneNumber, otp)
    }

    package struct Response: Codable, Sendable {
        package var message: String
        /// The number that a code was sent to, or that is confirmed.
        package var phoneNumber: PhoneNumber
        package var phoneVerified: Bool

        package init(message: String, phoneNumber: PhoneNumber, phoneVerified: Bool) {
            (self.message, self.phoneNumber, self.phoneVerified) = (message, phoneNumber, phoneVerified)
        }
    }
}
