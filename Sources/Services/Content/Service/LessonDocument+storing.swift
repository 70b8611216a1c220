import ContentAPI
import RichText
import Values

extension LessonDocument {
    /// How large a lesson's content may be, written as JSON.
    static let maximumSize = 512 << 10

    /// The document as it is stored: every HTML in it made safe. Where portals show HTML, it is called `body` or
    /// `html`; all other texts are texts.
    func prepared() throws -> LessonDocument {
        guard case .object(let members) = try Self.safe(.object(members), at: ["content"]) else { return self }
        let document = LessonDocument(members)
        guard try JSONWriter().bytes(document).count <= Self.maximumSize else {
            throw InvalidValue("must not exceed 512 KB", path: ["content"])
        }
        return document
    }

    private static func safe(_ value: JSON, at path: [String]) throws -> JSON {
        switch value {
        case .object(let object):
            var safe = JSONObject()
            for member in object.members {
                try check(member.name, at: path)
                let path = path + [member.name]
                safe[member.name] =
                    ["body", "html"].contains(member.name)
                    ? try rich(member.value, at: path) : try self.safe(member.value, at: path)
            }
            return .object(safe)
        case .array(let elements):
            return .array(try elements.enumerated().map { try safe($1, at: path + [String($0)]) })
        case .string(let text):
            try check(text, at: path)
            return value
        default: return value
        }
    }

    /// All texts in it: a portal that shows a list as HTML joins its texts.
    private static func rich(_ value: JSON, at path: [String]) throws -> JSON {
        switch value {
        case .string(let html):
            do {
                return .string(try RichText.sanitize(html))
            } catch {
                throw InvalidValue(error.message, path: path)
            }
        case .array(let elements):
            return .array(try elements.enumerated().map { try rich($1, at: path + [String($0)]) })
        case .object(let object):
            var safe = JSONObject()
            for member in object.members {
                try check(member.name, at: path)
                safe[member.name] = try rich(member.value, at: path + [member.name])
            }
            return .object(safe)
        default: return value
        }
    }

    /// PostgreSQL's `jsonb` cannot hold NUL.
    private static func check(_ text: String, at path: [String]) throws {
        guard !text.utf8.contains(0) else { throw InvalidValue("must not contain a NUL character", path: path) }
    }
}
