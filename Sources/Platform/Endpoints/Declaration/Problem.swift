package import Access
package import HTTPTypes
package import Values

/// An error as a client sees it (RFC 9457): every error that leaves the program is one of these, written by a dialect.
package struct Problem: Error, Sendable {
    package var status: HTTPResponse.Status
    /// A stable name that programs can compare: `course_full`.
    package var code: String
    /// A short sentence for people; never with a value that somebody sent, a query or a stack.
    package var message: String
    /// The fields that were refused.
    package var fields: [InvalidValue]
    /// Where the fields stood.
    package var places = FieldPlaces()
    /// Headers that belong to the error, such as `Retry-After`.
    package var headers: HTTPFields
    /// Further members of the body that belong to this code alone (RFC 9457 §3.2), by their wire names.
    package var members = JSONObject()
    /// Where a document is none, in bytes from its start.
    package var offset: Int?
    /// Why the request did not reach its handler, where that is so: dialects have words of their own for it.
    package var refusal: AccessRefusal?
    /// The name of the limit that was exceeded, where that is the error.
    package var violatedLimit: String?

    package init(
        _ status: HTTPResponse.Status,
        _ code: String,
        _ message: String,
        fields: [InvalidValue] = [],
        headers: HTTPFields = [:],
        refusal: AccessRefusal? = nil
    ) {
        self.status = status
        self.code = code
        self.message = message
        self.fields = fields
        self.headers = headers
        self.refusal = refusal
    }
}

/// Where the fields of a request stand: `path`, `query`, `header`, `cookie` or `body`.
package struct FieldPlaces: Hashable, Sendable {
    var named: [String: String] = [:]
    var others = "body"

    /// Of a field, by the name of its outermost object.
    package func place(of field: InvalidValue) -> String { field.path.first.flatMap { named[$0] } ?? others }
}

extension Problem {
    /// A refused field or document: 422 for a value, 400 for what is not a document at all.
    package static func invalid(_ value: InvalidValue) -> Problem {
        Problem(.unprocessableContent, "invalid_value", value.description, fields: [value])
    }

    /// A refused field, named.
    package static func invalid(_ field: String, _ message: String) -> Problem {
        invalid(InvalidValue(message, path: [field]))
    }

    /// What was asked for is not there, or not for this caller: both answer alike.
    package static func notFound(_ noun: String) -> Problem {
        Problem(.notFound, "not_found", "There is no such \(noun).")
    }

    /// The caller may not do that.
    package static func forbidden(_ message: String, code: String = "forbidden") -> Problem {
        Problem(.forbidden, code, message)
    }

    /// Somebody else's change is in the way.
    package static func conflict(_ code: String, _ message: String) -> Problem { Problem(.conflict, code, message) }

    /// No usable token.
    package static func unauthorized(_ message: String = "Sign in first.", code: String = "unauthorized") -> Problem {
        Problem(.unauthorized, code, message, headers: [.wwwAuthenticate: "Bearer"])
    }

    /// A token that is not valid; for which reason, where that is known. A client learns it only in a dialect that has
    /// always said so.
    package static func invalidToken(_ reason: TokenRefusal? = nil) -> Problem {
        var problem = unauthorized("The token is not valid.", code: "invalid_token")
        problem.refusal = .invalidToken(reason)
        return problem
    }

    /// The caller's role may not do that.
    static func wrongRole(for access: Access) -> Problem {
        var problem = forbidden("Your role may not do this.")
        problem.refusal = .role(access)
        return problem
    }

    /// For the moment something this needs is away; the client may come back after that many seconds.
    package static func unavailable(
        _ message: String = "The service is busy. Try again in a moment.",
        code: String = "unavailable",
        after seconds: Int = 1
    ) -> Problem {
        Problem(.serviceUnavailable, code, message, headers: [.retryAfter: String(seconds)])
    }

    /// A defect of ours: the client learns nothing but the request's id.
    static let unexpected = Problem(.internalServerError, "internal_error", "Something went wrong on our side.")
}

/// An error of a service that knows how a client should see it. Every service has one such enumeration.
package protocol ProblemConvertible: Error {
    var problem: Problem { get }
}

extension Problem {
    /// The problem that an error is to the client; `unexpected` for what nobody foresaw.
    package init(describing error: any Error) {
        switch error {
        case let problem as Problem: self = problem
        case let error as any ProblemConvertible: self = error.problem
        case let error as InvalidValue: self = .invalid(error)
        case let error as JSONSyntaxError:
            self = Problem(.badRequest, "malformed_json", "The body is not valid JSON: \(error).")
            offset = error.offset
        case is CancellationError: self = .unavailable("The request was cancelled.", code: "cancelled")
        default: self = Problem(database: error) ?? .unexpected
        }
    }
}
