import FoundationEssentials

/// A file of settings, `NAME=value` a line, as systemd reads its `EnvironmentFile`: one file serves the unit and the
/// commands.
///
/// Lines end as any system ends them. What begins with `#` or `;` is a comment; a value may stand in quotes; of a name
/// that stands twice the last counts. Whatever else a line is, it is refused by its number and never repeated: it may
/// hold a secret.
struct SettingsFile {
    let values: [String: String]

    private static let sizeLimit = 1 << 20

    init(path: String) throws {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)), data.count <= Self.sizeLimit else {
            throw InvalidSetting(name: path, reason: "the settings file cannot be read")
        }
        guard let text = String(validating: data, as: UTF8.self) else {
            throw InvalidSetting(name: path, reason: "the settings file must be text in UTF-8")
        }
        try self.init(text, name: path)
    }

    /// `name` is what errors call the file.
    init(_ text: String, name: String) throws {
        // What editors of some systems begin a file with.
        let text = text.first == "\u{feff}" ? text.dropFirst() : text[...]
        var values: [String: String] = [:]
        // CR LF is one character.
        let lines = text.split(omittingEmptySubsequences: false) { ["\n", "\r\n", "\r"].contains($0) }
        for (index, line) in lines.enumerated() {
            do throws(Refusal) {
                guard let (name, value) = try Self.setting(in: Self.trimmed(line)) else { continue }
                values[name] = value
            } catch {
                throw InvalidSetting(name: name, reason: "line \(index + 1) \(error.reason)")
            }
        }
        self.values = values
    }

    /// What is wrong with a line; completes a sentence that begins with its number.
    private struct Refusal: Error {
        let reason: String
    }

    /// `nil` for a line that sets nothing.
    private static func setting(in line: Substring) throws(Refusal) -> (name: String, value: String)? {
        guard let first = line.first, first != "#", first != ";" else { return nil }
        guard let equals = line.firstIndex(of: "=") else {
            throw Refusal(reason: "is neither NAME=value nor a comment (#)")
        }
        let name = trimmed(line[..<equals])
        guard !name.hasPrefix("export "), !name.hasPrefix("export\t") else {
            throw Refusal(reason: "begins with export, which only shells know: write NAME=value")
        }
        let isName = name.utf8.allSatisfy { byte in
            (0x41...0x5a).contains(byte & 0xdf) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
        }
        guard isName, let initial = name.first, !initial.isNumber else {
            throw Refusal(reason: "has no name of letters, digits and _ before its =")
        }
        let value = try unquoted(trimmed(line[line.index(after: equals)...]))
        return (String(name), value)
    }

    private static func unquoted(_ value: Substring) throws(Refusal) -> String {
        guard let quote = value.first, quote == "\"" || quote == "'" else {
            guard !value.contains("\\") else {
                throw Refusal(reason: "has a backslash outside quotes: write the value in single ones")
            }
            return String(value)
        }
        let inner = value.dropFirst().dropLast()
        guard value.count >= 2, value.last == quote, !inner.contains(quote) else {
            throw Refusal(reason: "begins its value with a quote, and does not end it with the next one")
        }
        // systemd takes the backslash away there, and leaves it in single quotes.
        guard quote == "'" || !inner.contains("\\") else {
            throw Refusal(reason: "has a backslash in double quotes: use single ones")
        }
        return String(inner)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return text
    }
}
