import Postgres

/// What an error is called where operators see it: its type, never its description, which may hold somebody's data.
enum ErrorName {
    static func name(of error: any Error) -> String {
        if let error = error as? PostgresError { return "PostgresError.\(error.code.rawValue)" }
        return String(reflecting: type(of: error))
    }
}

extension Error {
    /// Whether the database could not be asked at all, so that the failure says nothing about the work.
    var isOutage: Bool {
        guard let error = self as? PostgresError else { return false }
        return error.code == .unavailable || error.code == .poolTimeout
    }

    /// Whether another attempt would meet the same.
    var isPermanent: Bool { self is UnreadablePayload || self is PermanentJobFailure }
}
