import Access
import HTTPTypes
import Values

extension Dialect {
    /// The chat platform's auth API (its contract, sections 0 and 1A): camelCase, no envelope, errors are
    /// `{"error": text}`, cookies beside the header, and what its clients know of Express: paths in any case, bodies of
    /// 100 kB, other media types read as nothing, a page for paths nobody has.
    package static let chatAuth = {
        var dialect = Dialect(
            name: "chatAuth",
            style: .camelCase,
            envelope: "",
            problemMediaType: "application/json; charset=utf-8",
            problemSchema: [
                "type": "object", "required": ["error"], "properties": ["error": ["type": "string"]],
            ]
        ) { problem, _ in
            var body = JSONObject()
            body["error"] = .string(problem.message)
            for member in problem.members.members { body[member.name] = member.value }
            return .object(body)
        }
        dialect.wording = chatAuthWording
        dialect.maximumBody = 100 * 1024
        dialect.refusesOtherMediaTypes = false
        dialect.ignoresCase = true
        dialect.strays = .page
        dialect.accessCookie = "accessToken"
        return dialect
    }()

    @Sendable private static func chatAuthWording(_ problem: Problem) -> Problem {
        var problem = problem
        switch problem.refusal {
        case .noToken: (problem.status, problem.message) = (.unauthorized, "Authentication required")
        case .invalidToken, .otherScheme: problem.message = "Invalid or expired token"
        case .role(let access):
            let isForTeachers = if case .anyOf(let roles) = access { roles.contains(.teacher) } else { false }
            problem.message = isForTeachers ? "Supervisor access required" : "Admin access required"
        case .foreignPage, nil: break
        }
        // Clients of this family know no 422.
        if problem.code == "invalid_value" {
            problem.status = .badRequest
            if problem.fields.allSatisfy({ $0.message == "is required" }) {
                problem.message = "Missing required fields"
            }
        }
        return problem
    }
}
