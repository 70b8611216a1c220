import HTTPTypes
package import Values

extension Dialect {
    /// OpenAI's API: snake_case, no envelope, errors are `{"error": {"message", "type", "param", "code"}}`.
    ///
    /// Its clients ask again by themselves after 408, 409, 429 and 5xx, up to twice, unless `X-Should-Retry` says no:
    /// every refusal that would be the same again does.
    package static let openAI = {
        var dialect = Dialect(
            name: "openAI",
            style: .snakeCase,
            envelope: "",
            problemMediaType: "application/json",
            problemSchema: [
                "type": "object", "required": ["error"],
                "properties": [
                    "error": [
                        "type": "object", "required": ["message", "type", "param", "code"],
                        "properties": [
                            "message": ["type": "string"], "type": ["type": "string"],
                            "param": ["type": ["string", "null"]], "code": ["type": ["string", "null"]],
                        ],
                    ]
                ],
            ]
        ) { problem, _ in
            .object(openAIError(problem))
        }
        dialect.wording = openAIWording
        return dialect
    }()

    /// The body of an error, which also stands in a stream that fails in the middle.
    package static func openAIError(_ problem: Problem) -> JSONObject {
        var error = JSONObject()
        error["message"] = .string(problem.message)
        error["type"] = .string(openAIType(of: problem))
        error["param"] = problem.fields.first?.field.map(JSON.string) ?? .null
        error["code"] = .string(problem.code)
        var body = JSONObject()
        body["error"] = .object(error)
        return body
    }

    private static func openAIType(of problem: Problem) -> String {
        switch problem.status.code {
        case 401: "authentication_error"
        case 402: "insufficient_quota"
        case 403: "permission_error"
        case 429: "rate_limit_error"
        case 500...: "server_error"
        default: "invalid_request_error"
        }
    }

    @Sendable private static func openAIWording(_ problem: Problem) -> Problem {
        var problem = problem
        switch problem.refusal {
        case .noToken, .foreignPage:
            problem.status = .unauthorized
            problem.message = "Send a personal API key or an access token as Authorization: Bearer."
            problem.headers[.wwwAuthenticate] = "Bearer"
        case .invalidToken, .otherScheme:
            (problem.message, problem.code) = ("The API key is not valid.", "invalid_api_key")
        case .role, nil: break
        }
        // A value that was refused: these clients know 400.
        if problem.status == .unprocessableContent, !problem.fields.isEmpty { problem.status = .badRequest }
        problem.headers[.shouldRetry] = mayRetry(problem) ? "true" : "false"
        return problem
    }

    /// Whether the same request may be answered in a moment.
    private static func mayRetry(_ problem: Problem) -> Bool {
        switch problem.status.code {
        // The upstream knows no such model, or not our key.
        case 502 where ["unknown", "unauthorized", "refused"].contains(problem.code): false
        case 408, 500...: true
        case 409: problem.code == "request_in_progress" || problem.code == "conversation_busy"
        case 429: problem.headers[.retryAfter] != nil
        default: false
        }
    }
}

extension HTTPField.Name {
    /// Whether OpenAI's clients ask again by themselves.
    fileprivate static let shouldRetry = HTTPField.Name("X-Should-Retry") ?? .retryAfter
}
