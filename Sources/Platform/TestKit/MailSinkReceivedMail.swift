import FoundationEssentials

/// A mail as a server received it.
package struct ReceivedMail: Hashable, Sendable {
    /// Who hands it in, from `MAIL FROM`.
    package let sender: String
    /// Who it is for, from `RCPT TO`.
    package let recipients: [String]
    /// What `AUTH PLAIN` said, in base64; `nil` without a sign-in.
    package let credentials: String?
    /// The whole mail, lines ended by CR LF.
    package let raw: String

    /// The subject as a reader's program shows it.
    package var subject: String { header("Subject").map(Self.decodeWords) ?? "" }
    /// The text part as a reader's program shows it, lines ended by LF.
    package var text: String { part("text/plain") ?? "" }
    /// The HTML part, lines ended by LF; `nil` when there is none.
    package var html: String? { part("text/html") }

    /// The value of the first header of that name, unfolded, as it was sent.
    package func header(_ name: String) -> String? { Self.headers(raw).first { $0.name == name.lowercased() }?.value }

    /// The addresses that begin with `https://` or `http://` in the text part: a mail's links.
    package var links: [String] {
        text.split(whereSeparator: { $0.isWhitespace || "<>\"".contains($0) })
            .filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }.map(String.init)
    }

    private static func headers(_ entity: String) -> [(name: String, value: String)] {
        let head = entity.firstRange(of: "\r\n\r\n").map { entity[..<$0.lowerBound] } ?? entity[...]
        let unfolded = head.replacing("\r\n ", with: " ").replacing("\r\n\t", with: " ")
        return unfolded.split(separator: "\r\n").compactMap { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2 else { return nil }
            return (parts[0].lowercased(), parts[1].drop { $0 == " " }.description)
        }
    }

    private func part(_ type: String) -> String? {
        guard let boundary = header("Content-Type")?.split(separator: "boundary=").dropFirst().first else { return nil }
        let mark = "--" + boundary.filter { $0 != "\"" }.prefix { $0 != ";" }
        for entity in raw.split(separator: "\r\n" + mark).dropFirst() {
            let entity = entity.drop { $0.isNewline }.description
            let headers = Self.headers(entity)
            guard headers.first(where: { $0.name == "content-type" })?.value.hasPrefix(type) == true,
                let end = entity.firstRange(of: "\r\n\r\n")
            else { continue }
            let body = entity[end.upperBound...].description
            let isQuoted = headers.first { $0.name == "content-transfer-encoding" }?.value == "quoted-printable"
            return (isQuoted ? Self.unquote(Array(body.utf8)) : body).replacing("\r\n", with: "\n")
        }
        return nil
    }

    /// Quoted-printable (RFC 2045 §6.7) undone.
    private static func unquote(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "="), index + 2 < bytes.count else {
                result.append(bytes[index])
                index += 1
                continue
            }
            if let byte = UInt8(String(decoding: bytes[(index + 1)...(index + 2)], as: UTF8.self), radix: 16) {
                result.append(byte)
            }
            index += 3
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// Encoded words (RFC 2047) undone, with the space between two of them.
    private static func decodeWords(_ text: String) -> String {
        text.replacing("?= =?", with: "?==?").replacing(#/=\?[Uu][Tt][Ff]-8\?[Bb]\?([A-Za-z0-9+\/=]*)\?=/#) { word in
            Data(base64Encoded: String(word.output.1)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
    }
}
