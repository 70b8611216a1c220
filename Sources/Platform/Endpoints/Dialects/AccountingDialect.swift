import Access
import HTTPTypes
import Values

extension Dialect {
    /// The chat platform's accounting API (its contract, sections 0 and 1B): camelCase, no envelope, errors are
    /// `{"message": text}`, and what its clients know of Express: paths in any case, bodies of 100 kB, other media
    /// types read as nothing, a page for paths nobody has.
    package static let accounting = {
        var dialect = Dialect(
            name: "accounting",
            style: .camelCase,
            envelope: "",
            problemMediaType: "application/json; charset=utf-8",
            problemSchema: [
                "type": "object", "required": ["message"], "properties": ["message": ["type": "string"]],
            ]
        ) { problem, _ in
            var body = JSONObject()
            body["message"] = .string(problem.message)
            for member in problem.members.members { body[member.name] = member.value }
            return .object(body)
        }
        dialect.wording = accountingWording
        dialect.maximumBody = 100 * 1024
        dialect.refusesOtherMediaTypes = false
        dialect.ignoresCase = true
        dialect.strays = .page
        return dialect
    }()

    @Sendable private static func accountingWording(_ problem: Problem) -> Problem {
        var problem = problem
        switch problem.refusal {
        case .noToken, .otherScheme, .foreignPage:
            (problem.status, problem.message) = (.unauthorized, "Authentication token required")
        case .invalidToken(let reason): problem.message = accountingWords(for: reason)
        // The same for supervisors' routes: clients compare it.
        case .role: problem.message = "Admin access required"
        case nil: break
        }
        // Clients of this family know no 422.
        if problem.code == "invalid_value" {
            problem.status = .badRequest
            if problem.fields.contains(where: { $0.message == "is required" }) {
                problem.message = "Missing or invalid required fields"
            }
        }
        return problem
    }

    private static func accountingWords(for reason: TokenRefusal?) -> String {
        switch reason {
        case .expired: "Token expired"
        case .wrongType: "Invalid token type"
        case .revoked, .notYetValid, .wrongIssuer, .wrongAudience: "Authentication failed"
        case .tooLong, .malformed, .unknownKey, .wrongAlgorithm, .badSignature, .badClaims, nil: "Invalid token"
        }
    }
}
