/// What stands before the bytes of a part (RFC 7578 §4): its name and, of a file, what it is called and claims to be.
struct PartHead: Equatable {
    var name: String
    var fileName: String?
    var mediaType: String?

    /// Reads the lines of a head; `nil` when they name no field or are no headers.
    init?(_ text: String) {
        var disposition: (name: String, fileName: String?)?
        for line in text.split(separator: "\r\n") {
            guard let colon = line.firstIndex(of: ":") else { return nil }
            let value = line[line.index(after: colon)...].trimmed
            switch line[..<colon].lowercased() {
            case "content-disposition":
                guard disposition == nil, let read = Self.disposition(value) else { return nil }
                disposition = read
            case "content-type": mediaType = String(value)
            default: break
            }
        }
        guard let disposition else { return nil }
        (name, fileName) = disposition
    }

    /// `form-data; name="file"; filename="note.txt"`.
    private static func disposition(_ value: Substring) -> (name: String, fileName: String?)? {
        let type = value.prefix { $0 != ";" }
        guard type.trimmed.lowercased() == "form-data" else { return nil }
        guard let parameters = MediaTypeParameters.read(value[type.endIndex...]), let name = parameters["name"] else {
            return nil
        }
        return (browsersText(name), parameters["filename"].map(browsersText))
    }

    /// Browsers write quotes and line ends of a name as `%22`, `%0D`, `%0A`, and nothing else (WHATWG HTML §4.10.21.8).
    private static func browsersText(_ text: String) -> String {
        text.replacing("%22", with: "\"").replacing("%0D", with: "\r").replacing("%0A", with: "\n")
    }
}

/// Parameters after a value, `; a=b; c="d"`: by their names in lower case. `nil` when they are not written so.
enum MediaTypeParameters {
    static func read(_ text: Substring) -> [String: String]? {
        var parameters: [String: String] = [:]
        var rest = text.trimmed
        while !rest.isEmpty {
            guard rest.first == ";" else { return nil }
            rest = rest.dropFirst().trimmed
            if rest.isEmpty { return parameters }
            guard let equals = rest.firstIndex(of: "=") else { return nil }
            let name = rest[..<equals].trimmed.lowercased()
            rest = rest[rest.index(after: equals)...].trimmed
            guard let value = value(&rest), parameters.updateValue(value, forKey: name) == nil else { return nil }
            rest = rest.trimmed
        }
        return parameters
    }

    /// A token or a quoted text. In quotes a backslash counts only before a quote: Windows' paths hold backslashes.
    private static func value(_ rest: inout Substring) -> String? {
        guard rest.first == "\"" else {
            let token = rest.prefix { $0 != ";" }
            rest = rest[token.endIndex...]
            return String(token.trimmed)
        }
        var value = ""
        var text = rest.dropFirst()
        while let character = text.popFirst() {
            if character == "\"" {
                rest = text
                return value
            }
            if character == "\\", text.first == "\"" {
                value.append(text.removeFirst())
            } else {
                value.append(character)
            }
        }
        return nil
    }
}

extension Substring {
    /// Without spaces and tabs at either end.
    fileprivate var trimmed: Substring {
        var text = drop { $0 == " " || $0 == "\t" }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text
    }
}
