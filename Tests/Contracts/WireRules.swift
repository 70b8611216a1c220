import Endpoints
import HTTPTypes
import Values

/// The rules of the wire (contract section 0.1), for whole answers.
enum WireRules {
    /// What of a successful answer the portals would refuse.
    static func breaches(_ answer: PlatformClient.Answer, _ shape: Shape, status: Int = 200) -> [String] {
        var breaches = answer.status == status ? [] : ["answered \(answer.status): \(answer.text)"]
        if answer.headers[.contentType] != "application/json; charset=utf-8" {
            breaches.append("Content-Type is \(answer.headers[.contentType] ?? "missing")")
        }
        return breaches + everywhere(answer.json, at: "body") + shape.breaches(of: answer.json)
    }

    /// The same for an answer that has `success`, these members and no others.
    static func breaches(
        _ answer: PlatformClient.Answer,
        exactly members: [String: Shape],
        status: Int = 200
    ) -> [String] {
        let extra = (answer.json.object?.members ?? []).filter { $0.name != "success" && members[$0.name] == nil }
        return breaches(answer, .body(members), status: status) + extra.map { "body.\($0.name) is not in the contract" }
    }

    /// What of an error the portals and the other clients could not read: the eight members that both sides of the
    /// contract ask for, as one problem document (rule W17).
    static func breaches(ofError answer: PlatformClient.Answer, _ status: Int, _ code: String) -> [String] {
        let shape = Shape.object([
            "success": .exactly(false), "error": .text, "message": .text, "code": .exactly(.string(code)),
            "type": .text, "title": .text, "status": .exactly(.integer(status)),
            "request_id": .exactly(.string(answer.headers[.xRequestID] ?? "")),
        ])
        var breaches = answer.status == status ? [] : ["answered \(answer.status)"]
        if answer.headers[.contentType] != "application/problem+json" {
            breaches.append("Content-Type is \(answer.headers[.contentType] ?? "missing")")
        }
        return breaches + everywhere(answer.json, at: "body") + shape.breaches(of: answer.json)
    }

    /// Rules that hold at any depth: no null (W2), instants end in `Z` (W4), names in snake_case (W13).
    private static func everywhere(_ json: JSON, at path: String) -> [String] {
        switch json {
        case .null: return ["\(path) is null"]
        case .array(let elements):
            return elements.enumerated().flatMap { everywhere($1, at: "\(path)[\($0)]") }
        case .object(let object):
            return object.members.flatMap { member in
                let path = "\(path).\(member.name)"
                var breaches = everywhere(member.value, at: path)
                if member.name.wholeMatch(of: #/[a-z][a-z0-9_]*/#) == nil, member.name != "userId" {
                    breaches.append("\(path) is not in snake_case")
                }
                if member.name.hasSuffix("_at"), member.value.string?.wholeMatch(of: Shape.instantPattern) == nil {
                    breaches.append("\(path) is no instant in UTC: \(member.value.compact)")
                }
                return breaches
            }
        default: return []
        }
    }
}

extension HTTPField.Name {
    /// The request's id, in both directions.
    static let xRequestID = HTTPField.Name("X-Request-Id") ?? .via
}
