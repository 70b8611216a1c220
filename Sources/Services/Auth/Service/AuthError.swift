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
    /// The same to somebody who is signed in: portals take a 401 for the end of the session.
    case wrongCode
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
    case wrongPassword(field: String = "current_password")
    case invalidResetToken
    case invalidVerificationToken
    case invalidInvitation
    case unknownInvitation
    case invitationClosed
    case rowStandsTwice
    case invalidSetupToken
    case missing(field: String)
    case unknownUser
    case unknownSession
    case unknownAPIKey
    case tooManyAPIKeys
    case apiKeyShownOnce
    case ownAccount
    case ownSchool
    case lastAdministrator
    case twoFactorFirst
    case twoFactorRequired(Challenge)
    case twoFactorEnrollmentRequired(Challenge)
    case twoFactorEnabled
    case twoFactorNotBegun
    case twoFactorMandatory
    case twoFactorUnavailable
    /// The installation has another secret than when second factors were set up.
    case twoFactorSealedOtherwise
    case invalidChallenge
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
        case .wrongCode: Problem(.unprocessableContent, "invalid_code", "The code is wrong or has expired.")
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
        case .wrongPassword(let field):
            Problem(
                .unprocessableContent,
                "wrong_password",
                "The current password is wrong.",
                fields: [InvalidValue("is wrong", path: [field])]
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
        case .unknownUser: .notFound("person")
        case .unknownSession: .notFound("session")
        case .unknownAPIKey: .notFound("key")
        case .tooManyAPIKeys: .conflict("too_many_api_keys", "Nobody has more than 20 keys. Revoke one first.")
        case .apiKeyShownOnce: .conflict("api_key_shown_once", "This key was made before and is shown once only.")
        case .ownAccount: .forbidden("Nobody changes their own role or status.", code: "own_account")
        case .ownSchool: .conflict("own_tenant", "This is your own school.")
        case .lastAdministrator: .conflict("last_admin", "Nobody else could administer the school then.")
        case .twoFactorFirst:
            .conflict("two_factor_first", "Set up a second factor for yourself before you ask it of others.")
        case .twoFactorRequired(let challenge):
            challenge.problem("two_factor_required", "Show a code of your authenticator app.")
        case .twoFactorEnrollmentRequired(let challenge):
            challenge.problem("two_factor_enrollment_required", "Your school asks you to set up a second factor.")
        case .twoFactorEnabled: .conflict("two_factor_enabled", "The second factor is on already.")
        case .twoFactorNotBegun: .conflict("two_factor_not_enrolled", "There is no second factor yet.")
        case .twoFactorMandatory:
            .forbidden("Your school asks a second factor of you.", code: "two_factor_mandatory")
        case .twoFactorUnavailable:
            .unavailable("Second factors are not set up here.", code: "two_factor_unavailable", after: 3600)
        case .twoFactorSealedOtherwise:
            .unavailable("Second factors cannot be checked now.", code: "two_factor_unavailable", after: 3600)
        case .invalidChallenge: .unauthorized("Sign in again.", code: "invalid_challenge")
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

    /// Whether the first factor was right and the second is to come.
    var isChallenge: Bool {
        switch self {
        case .twoFactorRequired, .twoFactorEnrollmentRequired: true
        default: false
        }
    }
}

extension Challenge {
    /// 403, as the portals show any refusal; other clients go on with the challenge in it.
    fileprivate func problem(_ code: String, _ message: String) -> Problem {
        var problem = Problem.forbidden(message, code: code)
        problem.members["challenge_token"] = .string(text)
        problem.members["expires_in"] = .string(String(Self.lifetime))
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
