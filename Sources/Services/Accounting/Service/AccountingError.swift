import AccountingAPI
import Endpoints
import HTTPTypes

/// Why an operation of this service was refused. Texts that the chat platform's clients compare are the contract's.
enum AccountingError: ProblemConvertible {
    case insufficientCredits
    case tooFewCredits
    case insufficientForSession
    case limitReached
    case unknownHold
    case holdClosed
    case impossibleAmount
    case tooManyHolds
    case unknownUser
    case badSubject
    case accountExists
    case emptyAdjustment
    case onePrice
    case unknownSession
    case sessionExists
    case metadataTooLarge
    case unknownWallet
    case unknownCourse
    case notYourCourse
    case otherSource
    case drawsOnAnother

    var problem: Problem {
        switch self {
        case .insufficientCredits: Problem(.paymentRequired, "insufficient_credits", "Insufficient credits")
        case .tooFewCredits: Problem(.badRequest, "insufficient_credits", "Insufficient credits")
        case .insufficientForSession:
            Problem(.paymentRequired, "insufficient_credits", "Insufficient credits for streaming session")
        case .limitReached:
            Problem(.paymentRequired, "limit_reached", "The limit for this period has been reached.")
        case .unknownHold: .notFound("hold")
        case .holdClosed: .conflict("hold_closed", "This hold has ended.")
        case .impossibleAmount: .invalid("amount", "must be above 0, and at least what is the least")
        case .tooManyHolds: .invalid("holds", "must name at most \(CheckpointHolds.maximumHolds)")
        case .unknownUser: Problem(.notFound, "user_not_found", "User not found")
        case .badSubject: .invalid("sub", "must be 24 to 32 hexadecimal digits")
        case .accountExists: .conflict("account_exists", "User account already exists")
        case .emptyAdjustment: .invalid("adjustment", "must not be 0")
        case .onePrice: .invalid("perPrediction", "or modelId is required, and not both")
        case .unknownSession: Problem(.notFound, "session_not_found", "Active streaming session not found")
        case .sessionExists: .conflict("session_exists", "Streaming session already exists")
        case .metadataTooLarge: .invalid("metadata", "must not exceed 4 KB")
        case .unknownWallet: .notFound("wallet")
        case .unknownCourse: .notFound("course")
        case .notYourCourse: .forbidden("Somebody else teaches this course.", code: "not_your_course")
        case .otherSource:
            .conflict("other_source", "Where the credits of this wallet come from was decided when it was opened.")
        case .drawsOnAnother:
            .conflict("draws_on_another", "This wallet spends another's credits; put them in that one.")
        }
    }
}

extension HTTPResponse.Status {
    /// RFC 9110 §15.5.3 reserves it; the chat platform's clients know it as "out of credits".
    fileprivate static var paymentRequired: Self { .init(code: 402, reasonPhrase: "Payment Required") }
}
