import Endpoints
import HTTPTypes

/// Why an operation of this service was refused, or an event could not be acted on.
enum CertificateError: ProblemConvertible {
    case unknownCertificate
    case revoked
    case notTheTeacher
    /// A course was completed by somebody the school does not know; tried again, then parked for an operator.
    case unknownLearner

    var problem: Problem {
        switch self {
        case .unknownCertificate: .notFound("certificate")
        case .revoked: Problem(.gone, "certificate_revoked", "The school has revoked this certificate.")
        case .notTheTeacher: .forbidden("Only the course's teacher and admins may do this.")
        case .unknownLearner: .notFound("learner")
        }
    }
}
