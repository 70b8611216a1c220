package import Access
package import Endpoints
package import Values

/// Whether the caller has a second factor.
package struct GetTwoFactor: Endpoint {
    package static let route = Route.get("/api/auth/two-factor", "Whether the caller has a second factor.")
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var enabled: Bool
        /// How many recovery codes are left.
        package var recoveryCodesLeft: Int

        package init(enabled: Bool, recoveryCodesLeft: Int) {
            (self.enabled, self.recoveryCodesLeft) = (enabled, recoveryCodesLeft)
        }
    }
}

/// Begins to set up an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds); it counts once `ConfirmTwoFactor`
/// has seen a code of it.
///
/// The caller is signed in and gives the password, or has been told `two_factor_enrollment_required` at sign-in and
/// gives the challenge from there. 409 `two_factor_enabled` for whoever has one.
package struct EnrollTwoFactor: Endpoint {
    package static let route = Route.post("/api/auth/two-factor/enroll", "Begins to set up an authenticator app.")
    package static let access = Access.anyone

    package var password: Password?
    package var challengeToken: Line<256>?

    package init(password: Password? = nil, challengeToken: Line<256>? = nil) {
        (self.password, self.challengeToken) = (password, challengeToken)
    }

    package struct Response: Codable, Sendable {
        /// To be typed into the app, base 32.
        package var secret: String
        package var otpauthURI: String
        /// The same as a picture to be scanned: an SVG in a `data:` address.
        package var qrCode: String

        package init(secret: String, otpauthURI: String, qrCode: String) {
            (self.secret, self.otpauthURI, self.qrCode) = (secret, otpauthURI, qrCode)
        }
    }
}

/// Makes the authenticator app count, by a code of it. Answers ten recovery codes, which are never shown again, and,
/// for whoever came with a challenge, the session they could not get before.
package struct ConfirmTwoFactor: Endpoint {
    package static let route = Route.post("/api/auth/two-factor/confirm", "Switches the second factor on.")
    package static let access = Access.anyone

    package var code: Line<32>
    package var challengeToken: Line<256>?

    package init(code: Line<32>, challengeToken: Line<256>? = nil) {
        (self.code, self.challengeToken) = (code, challengeToken)
    }

    package struct Response: Codable, Sendable {
        package var recoveryCodes: [String]
        package var session: SignIn.Response?

        package init(recoveryCodes: [String], session: SignIn.Response?) {
            (self.recoveryCodes, self.session) = (recoveryCodes, session)
        }
    }
}

/// The second step of signing in: the challenge that `403 two_factor_required` carried, and a code of the app or a
/// recovery code. Answers what signing in answers. A wrong code is 401 `invalid_code` and counts like a wrong password.
package struct VerifyTwoFactor: Endpoint {
    package static let route = Route.post("/api/auth/two-factor/verify", "The second step of signing in.")
    package static let access = Access.anyone
    package typealias Response = SignIn.Response

    package var challengeToken: Line<256>
    package var code: Line<32>

    package init(challengeToken: Line<256>, code: Line<32>) {
        (self.challengeToken, self.code) = (challengeToken, code)
    }
}

/// Switches the caller's second factor off, by the password and a code. 403 `two_factor_mandatory` where the school
/// asks it of the caller.
package struct DisableTwoFactor: Endpoint {
    package static let route = Route.post("/api/auth/two-factor/disable", "Switches the second factor off.")
    package static let access = Access.signedIn
    package typealias Response = Acknowledged

    package var password: Password
    package var code: Line<32>

    package init(password: Password, code: Line<32>) { (self.password, self.code) = (password, code) }
}

/// Makes ten new recovery codes, by a code; the old ones are worth nothing then.
package struct RegenerateRecoveryCodes: Endpoint {
    package static let route = Route.post("/api/auth/two-factor/recovery-codes", "Makes new recovery codes.")
    package static let access = Access.signedIn

    package var code: Line<32>

    package init(code: Line<32>) { self.code = code }

    package struct Response: Codable, Sendable {
        package var recoveryCodes: [String]
        package init(recoveryCodes: [String]) { self.recoveryCodes = recoveryCodes }
    }
}

/// Takes the second factor from somebody of the school who has lost it, codes and all, and signs them out everywhere.
package struct ResetTwoFactor: Endpoint {
    package static let route = Route.delete(
        "/api/auth/users/{user_id}/two-factor",
        "Takes the second factor from somebody who has lost it."
    )
    package static let access = Access.roles(.admin)
    package typealias Response = Acknowledged

    package var userID: UserID

    package init(userID: UserID) { self.userID = userID }
}
