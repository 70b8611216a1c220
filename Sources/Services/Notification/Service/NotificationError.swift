import Endpoints

/// Why an operation of this service was refused, or an event could not be acted on.
enum NotificationError: ProblemConvertible {
    case unknownNotification
    case unknownStudent
    case notYourMails
    /// An event names somebody the school does not know; tried again, then parked for an operator.
    case unknownPerson

    var problem: Problem {
        switch self {
        case .unknownNotification: .notFound("notification")
        case .unknownStudent: .notFound("student")
        case .notYourMails: .forbidden("Only admins see other people's mails.")
        case .unknownPerson: .notFound("person")
        }
    }
}
