import Endpoints
import HTTPTypes

/// Why an operation of this service was refused.
enum SMSError: ProblemConvertible {
    case invalidSignature
    /// Also for a wrong token, so that nobody learns whether there is one.
    case unknownCallback
    case malformedReport

    var problem: Problem {
        switch self {
        case .invalidSignature: .forbidden("The signature does not fit.", code: "invalid_signature")
        case .unknownCallback: .notFound("callback")
        case .malformedReport: Problem(.badRequest, "malformed_form", "The report is not a form we can read.")
        }
    }
}
