package import Access
import HTTPTypes
package import Values

/// How one family of clients speaks HTTP: names, envelope, errors, and what its requests may look like. Handlers never
/// see it.
package struct Dialect: Sendable {
    /// The dialect's name in documents.
    package let name: String
    package let style: KeyStyle
    /// Members that every successful answer begins with, as JSON text without braces.
    let envelope: StaticString
    /// The media type of an error's body.
    let problemMediaType: String
    /// The JSON Schema of an error's body.
    let problemSchema: JSON
    /// The error as these clients know it: status, words and headers.
    var wording: @Sendable (Problem) -> Problem = { $0 }
    let problemBody: @Sendable (Problem, _ requestID: String) -> JSON
    /// The largest body of a request, in bytes.
    var maximumBody = 1 << 20
    /// Whether a body that is not JSON is refused with 415; otherwise it is an empty object.
    var refusesOtherMediaTypes = true
    /// Whether a path's literal parts are the same in upper and lower case.
    var ignoresCase = false
    /// What a path gets that nobody has, or not for that method.
    var strays = Strays.problems
    /// The cookie that holds the access token of a request without `Authorization`; `nil` where cookies mean nothing.
    var accessCookie: String?

    /// The answer to what no operation takes.
    enum Strays: Sendable {
        /// 404, and 405 with `Allow`, as errors of the dialect.
        case problems
        /// 404 with a page, whatever the method.
        case page
    }

    /// A successful answer as bytes.
    func body(_ response: some Encodable) throws -> [UInt8] {
        let writer = JSONWriter(style: style)
        return try envelope.utf8CodeUnitCount == 0
            ? writer.bytes(response) : writer.bytes(response, prefixedBy: envelope)
    }

    /// An error as bytes.
    func body(_ problem: Problem, requestID: String) -> [UInt8] {
        (try? JSONWriter(style: style).bytes(problemBody(problem, requestID))) ?? Array("{}".utf8)
    }
}

/// Why a request did not reach its handler: what a dialect finds its own words for.
package enum AccessRefusal: Hashable, Sendable {
    /// No token came.
    case noToken
    /// What came is no bearer token.
    case otherScheme
    /// One came that is not valid; for which reason, where that is known.
    case invalidToken(TokenRefusal?)
    /// The token is valid, but its holder's role is none of these.
    case role(Access)
    /// A cookie came from a page that may not use it.
    case foreignPage
}
