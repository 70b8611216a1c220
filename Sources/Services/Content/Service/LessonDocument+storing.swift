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

    /// `isHTML`: all texts in it are shown as HTML. A portal that shows a list so joins its texts.
    private static func safe(_ value: JSON, at path: [String], isHTML: Bool = false) throws -> JSON {
        switch value {
        case .object(let object):
            var safe = JSONObject()
            for member in object.members {
                try check(member.name, at: path)
                let isHTML = isHTML || ["body", "html"].contains(member.name)
                safe[member.name] = try self.safe(member.value, at: path + [member.name], isHTML: isHTML)
            }
            return .object(safe)
        case .array(let elements):
            return .array(try elements.enumerated().map { try safe($1, at: path + [String($0)], isHTML: isHTML) })
        case .string(let text) where isHTML:
            do {
                return .string(try RichText.sanitize(text))
            } catch {
                throw InvalidValue(error.message, path: path)
            }
        case .string(let text):
            try check(text, at: path)
            return value
        default: return value
        }
    }

    /// PostgreSQL's `jsonb` cannot hold NUL.
    private static func check(_ text: String, at path: [String]) throws {
        guard !text.utf8.contains(0) else { throw InvalidValue("must not contain a NUL character", path: path) }
    }
}
