package import HTTPTypes

/// Method, path and dialect of an operation.
package struct Route: Sendable {
    package let method: HTTPRequest.Method
    package let path: PathTemplate
    package let dialect: Dialect
    /// What the operation does, in one sentence: the OpenAPI summary.
    package let summary: String
    /// The status of success.
    package let success: HTTPResponse.Status
    /// Other templates that reach the same operation, as older documents and clients write them.
    package let aliases: [PathTemplate]
    /// Whether properties that are not in the path come from a JSON body.
    package private(set) var hasBody: Bool

    /// Reads.
    package static func get(
        _ path: String,
        _ summary: String,
        dialect: Dialect = .portal,
        aliases: [String] = []
    ) -> Route {
        Route(.get, path, summary, dialect, .ok, aliases)
    }

    /// Creates, or does something. `success` is 201 where something with an address of its own was made.
    package static func post(
        _ path: String,
        _ summary: String,
        dialect: Dialect = .portal,
        success: HTTPResponse.Status = .ok,
        aliases: [String] = []
    ) -> Route {
        Route(.post, path, summary, dialect, success, aliases)
    }

    /// Replaces.
    package static func put(
        _ path: String,
        _ summary: String,
        dialect: Dialect = .portal,
        aliases: [String] = []
    ) -> Route {
        Route(.put, path, summary, dialect, .ok, aliases)
    }

    /// Changes what the body names and nothing else.
    package static func patch(
        _ path: String,
        _ summary: String,
        dialect: Dialect = .portal,
        aliases: [String] = []
    ) -> Route {
        Route(.patch, path, summary, dialect, .ok, aliases)
    }

    /// Removes. `takesBody` where clients say in a body what, or that they are sure.
    package static func delete(
        _ path: String,
        _ summary: String,
        dialect: Dialect = .portal,
        aliases: [String] = [],
        takesBody: Bool = false
    ) -> Route {
        var route = Route(.delete, path, summary, dialect, .ok, aliases)
        route.hasBody = takesBody
        return route
    }

    // tidy: allow parameter-count — the parts of a route, which the functions above give
    private init(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ summary: String,
        _ dialect: Dialect,
        _ success: HTTPResponse.Status,
        _ aliases: [String]
    ) {
        self.method = method
        self.path = PathTemplate(path)
        self.summary = summary
        self.dialect = dialect
        self.success = success
        self.aliases = aliases.map(PathTemplate.init)
        hasBody = method == .post || method == .put || method == .patch
    }

    /// Whether calling it changes nothing (RFC 9110 §9.2.1).
    package var isSafe: Bool { method == .get || method == .head || method == .options }
}

/// A path with parameters: `/courses/{course_id}/enroll`.
package struct PathTemplate: Hashable, Sendable, CustomStringConvertible {
    /// One part between slashes.
    package enum Segment: Hashable, Sendable {
        case literal(String)
        case parameter(String)
    }

    package let segments: [Segment]
    package let description: String

    package init(_ template: String) {
        description = template
        segments = template.split(separator: "/").map { part in
            part.first == "{" && part.last == "}"
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    /// The names of its parameters, in order.
    package var parameters: [String] {
        segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
    }
}
