import Access
import HTTPTypes
import Values

extension Dialect {
    /// The chat platform's proxy (its contract, sections 0 and 1C): snake_case, no envelope, errors are
    /// `{"detail": text}`, refused values a list of them with status 422. `message` stands beside: its web client shows
    /// that.
    package static let chatProxy = {
        var dialect = Dialect(
            name: "chatProxy",
            style: .snakeCase,
            envelope: "",
            problemMediaType: "application/json",
            problemSchema: [
                "type": "object", "required": ["detail", "message"],
                "properties": [
                    "detail": ["type": ["string", "array"]], "message": ["type": "string"], "code": ["type": "string"],
                ],
            ]
        ) { problem, _ in
            var body = JSONObject()
            body["detail"] = problem.status == .unprocessableContent ? refusals(problem) : .string(problem.message)
            body["message"] = .string(problem.message)
            body["code"] = .string(problem.code)
            for member in problem.members.members { body[member.name] = member.value }
            return .object(body)
        }
        dialect.wording = chatProxyWording
        return dialect
    }()

    /// What was refused, as its clients know it from Pydantic.
    private static func refusals(_ problem: Problem) -> JSON {
        guard !problem.fields.isEmpty else {
            let type = problem.code == "malformed_json" ? "json_invalid" : "value_error"
            let place: [JSON] = ["body"] + (problem.offset.map { [.integer($0)] } ?? [])
            return [["type": .string(type), "loc": .array(place), "msg": .string(problem.message)]]
        }
        return .array(
            problem.fields.map { field in
                [
                    "type": field.message == "is required" ? "missing" : "value_error",
                    "loc": .array(place(of: field, in: problem)), "msg": .string(field.message),
                ]
            }
        )
    }

    /// `["body", "history", 0, "role"]`: where it stood, then the way to it.
    private static func place(of field: InvalidValue, in problem: Problem) -> [JSON] {
        [.string(problem.places.place(of: field))]
            + field.path.map { name in Int(name).map { .number(Double($0)) } ?? .string(name) }
    }

    @Sendable private static func chatProxyWording(_ problem: Problem) -> Problem {
        var problem = problem
        switch problem.refusal {
        case .noToken: (problem.status, problem.message) = (.forbidden, "Not authenticated")
        case .otherScheme:
            (problem.status, problem.message) = (.forbidden, "Invalid authentication credentials")
        case .invalidToken: problem.message = "Invalid or expired token"
        case .role(let access) where access.isForAdministrators:
            problem.message = "Access denied. Administrator privileges required."
        case .role: problem.message = "Access denied. Your role may not do this."
        case .foreignPage, nil: break
        }
        switch problem.code {
        case "no_such_path": problem.message = "Not Found"
        case "method_not_allowed": problem.message = "Method Not Allowed"
        // A body that is no JSON object is a refused value to these clients.
        case "malformed_json", "unsupported_media_type": problem.status = .unprocessableContent
        default: break
        }
        return problem
    }
}
