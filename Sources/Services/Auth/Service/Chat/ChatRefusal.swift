import Endpoints
import HTTPTypes
import Values

/// Why the chat platform's API refuses, in the words that its clients and scripts compare (contract section 1A).
enum ChatRefusal: String, Error, Hashable {
    case missingFields = "Missing required fields"
    case usernameExists = "Username already exists"
    case emailExists = "Email already exists"
    case registrationFailed = "Registration failed"
    case verificationFailed = "Email verification failed"
    case resendFailed = "Failed to resend verification email"
    case emailNotVerified = "Email not verified"
    case loginFailed = "Login failed"
    case secondFactorRequired = "Two-factor code required"
    case enrollmentRequired = "Your school asks you to set up two-factor sign-in: sign in to a portal first"
    case refreshTokenRequired = "Refresh token is required"
    case invalidRefreshToken = "Invalid refresh token"
    case emailRequired = "Email is required"
    case resetFailed = "Password reset failed"
    case invalidUserID = "Invalid user ID format"
    case userNotFound = "User not found"
    case usernameTaken = "Username already taken"
    case emailTaken = "Email already taken"
    case invalidProfile = "Username must have 3 to 30 characters, and the address must be one"
    case wrongPassword = "Current password is incorrect"
    case weakPassword = "Password must have at least 8 characters and must not be a common one"
    case adminOnly = "Forbidden: Admin access required"
    case invalidRole = "Invalid role"
    case creationFailed = "User creation failed"
    case adminCreation = "Creating admin users is restricted"
    case ownAccount = "Cannot delete your own account"
    case ownRole = "Cannot change your own role"
    case adminDeletion = "Cannot delete admin users"
    case usersRequired = "Users array is required and must not be empty"
    case tooManyUsers = "At most 500 users can be created at once"
    case userFieldsRequired = "Each user must have a username and an email"
    case confirmationRequired = "Confirmation required"
    case invalidType = "Invalid token type"
    case tokenNotFound = "Token not found"
    case noSchool = "No chat school is configured: set ELYMICA_CHAT_TENANT"
}

extension ChatRefusal: ProblemConvertible {
    var problem: Problem {
        switch self {
        case .emailNotVerified, .loginFailed, .secondFactorRequired, .invalidRefreshToken:
            Problem(.unauthorized, code, rawValue, headers: [.wwwAuthenticate: "Bearer"])
        case .adminOnly, .adminCreation, .adminDeletion, .enrollmentRequired: Problem(.forbidden, code, rawValue)
        case .userNotFound, .tokenNotFound: Problem(.notFound, code, rawValue)
        case .noSchool: Problem(.serviceUnavailable, code, rawValue)
        default: Problem(.badRequest, code, rawValue)
        }
    }

    private var code: String { "chat_\(self)" }

    /// The refusal with what its clients read beside `error`.
    func problem(_ name: String, _ value: JSON) -> Problem {
        var problem = problem
        problem.members[name] = value
        return problem
    }
}

extension String? {
    /// The text, unless it is empty: what JavaScript calls truthy.
    var filled: String? { self?.isEmpty == false ? self : nil }
}
