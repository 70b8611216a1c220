package import Access
package import Endpoints
import HTTPTypes

/// Makes an account for whoever asks, always an `enduser`, whatever else is sent; a code goes to the address (A2).
///
/// 400 with `Username already exists`, `Email already exists`, or `Registration failed` for anything else that is wrong
/// with the three.
package struct ChatSignUp: Endpoint {
    package static let route = Route.post(
        "/api/auth/signup",
        "Makes an account.",
        dialect: .chatAuth,
        success: .created,
        aliases: ["/api/auth/register"]
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = ChatUserMade

    package var username: String?
    package var email: String?
    package var password: Password?
}

/// Confirms an address with the code that was mailed to it (A3). The code works once, for a quarter of an hour.
package struct ChatVerifyEmail: Endpoint {
    package static let route = Route.post(
        "/api/auth/verify-email",
        "Confirms an address with a code.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var token: String?
}

/// Mails another code; the one before is worth nothing from then on (A4).
package struct ChatResendVerification: Endpoint {
    package static let route = Route.post(
        "/api/auth/resend-verification",
        "Mails another code.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var email: String?
}
