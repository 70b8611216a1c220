/// What went wrong between us and PostgreSQL, and what the caller can do about it.
///
/// `description` never holds a value from a row or a query: a server's message may (`Key (email)=(…) already exists`),
/// so it is kept apart in `serverMessage`, for debug logs only.
package struct PostgresError: Error, Sendable, CustomStringConvertible {
    /// The kinds of failure callers tell apart.
    package enum Code: String, Sendable, CaseIterable {
        /// The server cannot be reached, is starting, or the pool is closed. Nothing was executed.
        case unavailable
        /// No connection became free within the wait limit, or too many were waiting. Nothing was executed.
        case poolTimeout
        /// The connection broke; the transaction was not committed.
        case connectionLost
        /// The connection broke while committing: the change may or may not have been made.
        case outcomeUnknown
        case statementTimeout, lockTimeout, serializationFailure, deadlock
        case uniqueViolation, foreignKeyViolation, checkViolation, notNullViolation, exclusionViolation
        /// The server's disk is full or failing.
        case diskFull
        case readOnly
        case insufficientPrivilege
        /// A value PostgreSQL could not use: too long, out of range, not of its type (SQLSTATE class 22).
        case invalidValue
        /// A result that is not what the Swift type expects.
        case decoding
        /// The server cancelled the statement on somebody's request other than ours.
        case cancelled
        /// A setting of ours is wrong: the URL, a privileged role.
        case configuration
        case other
    }

    /// The statement an error belongs to, without values.
    package struct Statement: Sendable, CustomStringConvertible {
        package let sql: String
        package let fileID: StaticString
        package let line: UInt
        package var description: String { "\(fileID):\(line): \(sql)" }
    }

    package var code: Code
    /// The five-character SQLSTATE, when the server reported the error.
    package var sqlState: String?
    package var constraint: String?
    package var table: String?
    package var column: String?
    package var statement: Statement?
    /// Our own words on the cause, free of values.
    package var detail: String?
    /// The server's message: may contain values, so only for debug logs.
    package var serverMessage: String?
    /// Why no connection came about, in libpq's words on one line: for whoever starts the program, never for a client.
    /// It names the host, the login and the database, and no password.
    package var refusal: String?

    init(_ code: Code, _ detail: String? = nil, serverMessage: String? = nil) {
        (self.code, self.detail, self.serverMessage) = (code, detail, serverMessage)
    }

    /// Whether trying the whole transaction again later may succeed, and cannot do twice what was done already.
    package var isTransient: Bool {
        switch code {
        case .unavailable, .poolTimeout, .connectionLost, .lockTimeout, .serializationFailure, .deadlock: true
        default: false
        }
    }

    package var description: String {
        var text = "PostgreSQL: \(code.sentence)"
        if let detail { text += ": \(detail)" }
        if let sqlState { text += " [\(sqlState)]" }
        for (name, value) in [("constraint", constraint), ("table", table), ("column", column)] {
            if let value { text += ", \(name) \(value)" }
        }
        if let statement { text += " in \(statement)" }
        return text
    }
}

extension PostgresError.Code {
    fileprivate var sentence: String {
        switch self {
        case .unavailable: "the database is not available"
        case .poolTimeout: "no connection became free in time"
        case .connectionLost: "the connection was lost, nothing was committed"
        case .outcomeUnknown: "the connection was lost while committing, the outcome is unknown"
        case .statementTimeout: "the statement took too long"
        case .lockTimeout: "a lock was not granted in time"
        case .serializationFailure: "another transaction was in the way"
        case .deadlock: "two transactions waited for each other"
        case .uniqueViolation: "the value exists already"
        case .foreignKeyViolation: "the row referred to does not exist, or is still referred to"
        case .checkViolation: "a check refused the row"
        case .notNullViolation: "a value is missing"
        case .exclusionViolation: "the row conflicts with another"
        case .diskFull: "the server's disk is full or failing"
        case .readOnly: "the database accepts no writes"
        case .insufficientPrivilege: "the role is not allowed to do this"
        case .invalidValue: "a value does not fit its type"
        case .decoding: "the result is not what was expected"
        case .cancelled: "the statement was cancelled"
        case .configuration: "the configuration is wrong"
        case .other: "the statement failed"
        }
    }

    /// The kind of a SQLSTATE (PostgreSQL documentation, appendix A).
    init(sqlState: String) {
        switch sqlState {
        case "40001": self = .serializationFailure
        case "40P01": self = .deadlock
        case "55P03": self = .lockTimeout
        case "57014": self = .cancelled
        case "57P01", "57P02", "57P04", "57P05", "25P03": self = .connectionLost
        case "57P03", "53300": self = .unavailable
        case "23505": self = .uniqueViolation
        case "23503": self = .foreignKeyViolation
        case "23514": self = .checkViolation
        case "23502": self = .notNullViolation
        case "23P01": self = .exclusionViolation
        case "53100", "58030": self = .diskFull
        case "25006": self = .readOnly
        case "42501": self = .insufficientPrivilege
        default:
            switch sqlState.prefix(2) {
            case "08": self = .connectionLost
            case "22": self = .invalidValue
            default: self = .other
            }
        }
    }
}
