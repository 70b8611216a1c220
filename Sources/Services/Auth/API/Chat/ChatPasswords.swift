package import Access
package import Endpoints

/// Mails a link to choose a new password, if anybody has the address; answers alike in any case (A9).
package struct ChatForgotPassword: Endpoint {
    package static let route = Route.post(
        "/api/auth/forgot-password",
        "Mails a link to choose a new password.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var email: String?
}

/// Chooses a new password with a link's token, and ends everything the account is signed in to (A10).
package struct ChatResetPassword: Endpoint {
    package static let route = Route.post(
        "/api/auth/reset-password",
        "Chooses a new password with a link's token.",
        dialect: .chatAuth
    )
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var token: String?
    package var newPassword: Password?
}

/// Changes the caller's password and ends their other sessions (A14).
package struct ChatChangePassword: Endpoint {
    package static let route = Route.post(
        "/api/change-password",
        "Changes the caller's password.",
        dialect: .chatAuth
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }
    package typealias Response = Acknowledged

    package var currentPassword: Password?
    package var newPassword: Password?
}
