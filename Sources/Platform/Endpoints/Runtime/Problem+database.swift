import HTTPTypes
import Postgres

extension Problem {
    /// What an error of the database is to a client; `nil` for other errors. Constraints that a service expects are
    /// mapped by the service; one that reaches this point is a value that does not fit what is stored.
    init?(database error: any Error) {
        guard let error = error as? PostgresError else { return nil }
        switch error.code {
        case .unavailable, .poolTimeout, .connectionLost, .outcomeUnknown, .readOnly:
            self = .unavailable("The database is away. Try again in a moment.", code: "database_unavailable")
        case .statementTimeout, .lockTimeout, .serializationFailure, .deadlock:
            self = .unavailable(code: "database_busy")
        case .diskFull:
            self = .unavailable("There is no room to store this.", code: "storage_full", after: 30)
        case .cancelled:
            self = .unavailable("The request was cancelled.", code: "cancelled")
        case .uniqueViolation:
            self = .conflict("already_exists", "That exists already.")
        case .foreignKeyViolation:
            self = Problem(.unprocessableContent, "unknown_reference", "Something this refers to does not exist.")
        case .checkViolation, .notNullViolation, .invalidValue:
            self = Problem(.unprocessableContent, "invalid_value", "A value is not allowed.")
        default: return nil
        }
    }
}

/// What the log says of an error: for the operator, with the query but never its values.
enum ErrorLog {
    static func describe(_ error: any Error) -> String {
        (error as? PostgresError)?.description ?? String(reflecting: error)
    }
}
