import HTTPTypes
import Values

extension Dialect {
    /// The learning platform's portals (contract sections 0.1 and 1.13): snake_case, `success`, and errors that are RFC
    /// 9457 problem details and `{success, error, message, code}` at once.
    package static let portal = Dialect(
        name: "portal",
        style: .snakeCase,
        envelope: #""success":true"#,
        problemMediaType: "application/problem+json",
        problemSchema: portalProblemSchema
    ) { problem, requestID in
        var body = JSONObject()
        body["success"] = false
        // Two texts that existing clients compare literally; everybody else reads `code`.
        body["error"] = .string(problem.message)
        body["message"] = .string(problem.message)
        body["code"] = .string(problem.code)
        body["type"] = .string(problem.type)
        body["title"] = .string(problem.status.reasonPhrase)
        body["status"] = .integer(problem.status.code)
        body["detail"] = .string(problem.message)
        body["request_id"] = .string(requestID)
        if let limit = problem.violatedLimit { body["violated-policies"] = [.string(limit)] }
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
        for member in problem.members.members { body[member.name] = member.value }
        return .object(body)
    }

    /// RFC 9457 with the members the existing clients read.
    private static let portalProblemSchema: JSON = [
        "type": "object",
        "required": ["success", "error", "message", "code", "status"],
        "properties": [
            "success": ["type": "boolean", "const": false], "error": ["type": "string"], "message": ["type": "string"],
            "code": ["type": "string"], "type": ["type": "string"], "title": ["type": "string"],
            "status": ["type": "integer"], "detail": ["type": "string"], "request_id": ["type": "string"],
            "errors": [
                "type": "array",
                "items": [
                    "type": "object", "properties": ["field": ["type": "string"], "message": ["type": "string"]],
                ],
            ],
        ],
    ]
}
