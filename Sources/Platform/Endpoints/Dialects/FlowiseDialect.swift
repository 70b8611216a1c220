import HTTPTypes
import Values

extension Dialect {
    /// Flowise's API: camelCase, no envelope, errors are `{"statusCode", "success": false, "message", "stack": {}}`.
    package static let flowise = {
        var dialect = Dialect(
            name: "flowise",
            style: .camelCase,
            envelope: "",
            problemMediaType: "application/json",
            problemSchema: [
                "type": "object", "required": ["statusCode", "success", "message"],
                "properties": [
                    "statusCode": ["type": "integer"], "success": ["type": "boolean", "const": false],
                    "message": ["type": "string"], "stack": ["type": "object"],
                ],
            ]
        ) { problem, _ in
            [
                "statusCode": .integer(problem.status.code), "success": false, "message": .string(problem.message),
                "stack": [:],
            ]
        }
        dialect.wording = flowiseWording
        return dialect
    }()

    @Sendable private static func flowiseWording(_ problem: Problem) -> Problem {
        var problem = problem
        if [.noToken, .otherScheme, .foreignPage].contains(problem.refusal) {
            problem.status = .unauthorized
            problem.message = "Unauthorized"
            problem.headers[.wwwAuthenticate] = "Bearer"
        } else if case .invalidToken = problem.refusal {
            problem.message = "Unauthorized"
        }
        // Clients of this family know no 422.
        if problem.status == .unprocessableContent { problem.status = .badRequest }
        return problem
    }
}
