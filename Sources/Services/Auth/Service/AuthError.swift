import Cache
package import Endpoints
import HTTPTypes
import Values

/// Why the service refuses.
enum AuthError: Error, Hashable {
    case invalidCredentials
    case accountLocked(retryAfter: Duration)
    /// Told only to somebody who knew the password.
    case accountNotActive
    case schoolNotActive
    case invalidRefreshToken
    case refreshTokenReused
    /// Wrong, expired, used, outdated, nobody's, or guessed at too often: nobody is told which.
    case invalidCode
    case codeSentRecently(retryAfter: Duration)
    /// Told only to somebody who knew the password.
    case notVerified
    case unknownSchool
    case registrationClosed
    case roleNotAllowed
    case tenantLimitReached
    case emailTaken
    case usernameTaken
    case subdomainTaken
    case weakPassword([PasswordObjection], field: String)
    case wrongPassword
    case invalidResetToken
    case invalidVerificationToken
    case invalidInvitation
    case unknownInvitation
    case invitationClosed
    case rowStandsTwice
    case invalidSetupToken
    case missing(field: String)
}

extension AuthError: ProblemConvertible {
    var problem: Problem {
        switch self {
        // The two texts that existing clients compare with (contract sections 0.1 W17 and 2.4).
        case .invalidCredentials: .unauthorized("Invalid credentials", code: "invalid_credentials")
        case .invalidRefreshToken:
            .unauthorized("Invalid or expired refresh token", code: "invalid_refresh_token")
        case .refreshTokenReused:
            .unauthorized("Invalid or expired refresh token", code: "refresh_token_reused")
        case .accountLocked(let wait): Self.accountLocked(wait)
        case .accountNotActive: .forbidden("This account is not active.", code: "account_not_active")
        case .schoolNotActive: .forbidden("This school is not active.", code: "tenant_not_active")
        case .invalidCode: .unauthorized("The code is wrong or has expired.", code: "invalid_code")
        case .codeSentRecently(let wait):
            Problem(
                .tooManyRequests,
                "code_sent_recently",
                "A code was sent a moment ago. Wait before you ask for another.",
                headers: [.retryAfter: String(wait.wholeSeconds)]
            )
        case .notVerified:
            .forbidden("Confirm your e-mail address or phone number first.", code: "account_not_verified")
        case .unknownSchool: Problem(.notFound, "unknown_tenant", "There is no such school.")
        case .registrationClosed:
            .forbidden("This school makes accounts by itself.", code: "registration_closed")
        case .roleNotAllowed: .forbidden("You may not make an account in that role.", code: "forbidden_role")
        case .tenantLimitReached:
            .forbidden("This school has all the people it may have.", code: "tenant_limit_reached")
        case .emailTaken: .conflict("email_taken", "This e-mail address has an account already.")
        case .usernameTaken: .conflict("username_taken", "This username has an account already.")
        case .subdomainTaken: .conflict("subdomain_taken", "This school code belongs to another school.")
        case .weakPassword(let objections, let field):
            Problem(
                .unprocessableContent,
                "weak_password",
                "The password is too weak.",
                fields: objections.map { InvalidValue($0.message, path: [field]) }
            )
        case .missing(let field): .invalid(field, "is required")
        case .wrongPassword:
            Problem(
                .unprocessableContent,
                "wrong_password",
                "The current password is wrong.",
                fields: [InvalidValue("is wrong", path: ["current_password"])]
            )
        case .invalidResetToken:
            Problem(.badRequest, "invalid_reset_token", "The link does not work any more. Ask for another.")
        case .invalidVerificationToken:
            Problem(.badRequest, "invalid_verification_token", "The link does not work any more. Ask for another.")
        case .invalidInvitation:
            Problem(.badRequest, "invalid_invitation", "The invitation does not work any more. Ask for another.")
        case .unknownInvitation: .notFound("invitation")
        case .invitationClosed: .conflict("invitation_closed", "The invitation was accepted or taken back.")
        case .rowStandsTwice: .conflict("row_stands_twice", "This address stands in an earlier row.")
        case .invalidSetupToken: .forbidden("The setup token does not work.", code: "invalid_setup_token")
        }
    }
}

extension AuthError {
    /// The answer to a wrong password but for the code, with the headers of every limit.
    private static func accountLocked(_ wait: Duration) -> Problem {
        let settings = AuthSettings()
        let limit = RateLimit("lockout", settings.failureLimit, in: settings.lockDuration)
        var problem = RateLimitExceeded(limit: limit, wait: wait).problem
        (problem.code, problem.message) = ("account_locked", "Invalid credentials")
        return problem
    }
}

extension PasswordHasherOverloaded: ProblemConvertible {
    package var problem: Problem { .unavailable(code: "sign_in_busy", after: retryAfter.wholeSeconds) }
}

extension Duration {
    /// Seconds, rounded up, at least one: what `Retry-After` counts in.
    var wholeSeconds: Int { max(1, Int((self / .seconds(1)).rounded(.up))) }
}
