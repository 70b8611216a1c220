extension JSON {
    /// The document indented by two spaces, ending in a line break: for files that people read and compare.
    package var indented: String { lines(indentation: "") + "\n" }

    private func lines(indentation: String) -> String {
        let inner = indentation + "  "
        switch self {
        case .array(let elements) where !elements.isEmpty:
            let lines = elements.map { inner + $0.lines(indentation: inner) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(indentation)]"
        case .object(let object) where !object.members.isEmpty:
            let lines = object.members.map { member in
                inner + JSON.string(member.name).compact + ": " + member.value.lines(indentation: inner)
            }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(indentation)}"
        default: return compact
        }
    }

    /// The document on one line.
    package var compact: String {
        (try? JSONWriter().bytes(self)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }
}
