import HTTPTypes
package import Values

/// How one family of clients writes JSON: names, envelope, and the bodies of errors. Handlers never see it.
package struct Dialect: Sendable {
    /// The dialect's name in documents.
    package let name: String
    package let style: KeyStyle
    /// Members that every successful answer begins with, as JSON text without braces.
    let envelope: StaticString
    /// The media type of an error's body.
    let problemMediaType: String
    let problemBody: @Sendable (Problem, _ requestID: String) -> JSON

    /// A successful answer as bytes.
    func body(_ response: some Encodable) throws -> [UInt8] {
        try JSONWriter(style: style).bytes(response, prefixedBy: envelope)
    }

    /// An error as bytes.
    func body(_ problem: Problem, requestID: String) -> [UInt8] {
        (try? JSONWriter(style: style).bytes(problemBody(problem, requestID))) ?? Array("{}".utf8)
    }
}

extension Dialect {
    /// The learning platform's portals (contract sections 0.1 and 1.13): snake_case, `success`, and errors that are RFC
    /// 9457 problem details and `{success, error, message, code}` at once.
    package static let portal = Dialect(
        name: "portal",
        style: .snakeCase,
        envelope: #""success":true"#,
        problemMediaType: "application/problem+json"
    ) { problem, requestID in
        var body = JSONObject()
        body["success"] = false
        // Two texts that existing clients compare literally; everybody else reads `code`.
        body["error"] = .string(problem.message)
        body["message"] = .string(problem.message)
        body["code"] = .string(problem.code)
        body["type"] = "about:blank"
        body["title"] = .string(problem.status.reasonPhrase)
        body["status"] = .integer(problem.status.code)
        body["detail"] = .string(problem.message)
        body["request_id"] = .string(requestID)
        if !problem.fields.isEmpty {
            body["errors"] = .array(
                problem.fields.map { field in
                    var entry = JSONObject()
                    entry["field"] = field.field.map(JSON.string)
                    entry["message"] = .string(field.message)
                    return .object(entry)
                }
            )
        }
        return .object(body)
    }
}
