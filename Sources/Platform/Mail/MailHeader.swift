import FoundationEssentials

/// What may stand in a mail's head, and how it is written there.
enum MailHeader {
    /// `Amina <amina@example.com>`, the name quoted or encoded.
    static func mailbox(_ mailbox: MailAddress) throws(MailError) -> String {
        let address = try address(mailbox.address)
        guard let name = mailbox.name, !name.isEmpty else { return address }
        let phrase = try text(name, limit: 300)
        guard phrase == name else { return "\(phrase)\r\n <\(address)>" }
        let quoted = name.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined()
        return "\"\(quoted)\" <\(address)>"
    }

    /// The address, checked by RFC 5321 §4.1.2 and its limits (§4.5.3.1): a dot-atom, `@`, a domain name.
    static func address(_ address: String) throws(MailError) -> String {
        let halves = address.split(separator: "@", omittingEmptySubsequences: false)
        guard address.utf8.count <= 254, halves.count == 2, (1...64).contains(halves[0].utf8.count),
            (1...255).contains(halves[1].utf8.count)
        else { throw .refused("the address is not one") }
        let local = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        let domain = halves[1].split(separator: ".", omittingEmptySubsequences: false)
        guard local.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isAtom) }),
            domain.allSatisfy({ label in
                (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
                    && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            })
        else { throw .refused("the address is not one") }
        return address
    }

    /// Text on one line, in encoded words (RFC 2047) unless it is short and ASCII.
    static func text(_ text: String, limit: Int = 1000) throws(MailError) -> String {
        guard text.utf8.count <= limit else { throw .refused("a header is too long") }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control || isBreak($0) }) else {
            throw .refused("a header holds a control character")
        }
        if text.utf8.count <= 66, text.utf8.allSatisfy({ $0 < 0x7f }), !text.contains("=?") { return text }
        // A line with encoded words has at most 76 characters (§2): 12 of the word's own, 36 bytes in base64, and the
        // header's name.
        var words: [String] = []
        var word: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if word.count + bytes.count > 36 {
                words.append(encoded(word))
                word = []
            }
            word += bytes
        }
        words.append(encoded(word))
        return words.joined(separator: "\r\n ")
    }

    /// The name of a header: visible ASCII without a colon (RFC 5322 §2.2).
    static func name(_ name: String) throws(MailError) -> String {
        guard (1...70).contains(name.utf8.count),
            name.utf8.allSatisfy({ isLetterOrDigit($0) || $0 == UInt8(ascii: "-") })
        else { throw .refused("the name of a header is not one") }
        return name
    }

    /// What stands between the brackets of a message's identifier: like an address, but freer.
    static func identifier(_ identifier: String) throws(MailError) -> String {
        let halves = identifier.split(separator: "@", omittingEmptySubsequences: false)
        guard identifier.utf8.count <= 200, halves.count == 2,
            halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { isAtom($0) || $0 == UInt8(ascii: ".") } })
        else { throw .refused("the message identifier is not one") }
        return identifier
    }

    /// `Sat, 21 Nov 2026 09:30:00 +0000`.
    static func date(_ date: Date) -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.weekday, .day, .month, .year, .hour, .minute, .second], from: date)
        let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        func two(_ number: Int?) -> String { (number ?? 0) < 10 ? "0\(number ?? 0)" : "\(number ?? 0)" }
        let day = "\(days[(parts.weekday ?? 1) - 1]), \(two(parts.day)) \(months[(parts.month ?? 1) - 1])"
        return "\(day) \(parts.year ?? 1970) \(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)) +0000"
    }

    private static func encoded(_ bytes: [UInt8]) -> String { "=?UTF-8?B?\(Data(bytes).base64EncodedString())?=" }

    private static func isBreak(_ scalar: Unicode.Scalar) -> Bool { scalar.value == 0x2028 || scalar.value == 0x2029 }

    private static func isAtom(_ byte: UInt8) -> Bool {
        isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20) && byte < 0x80
    }
}
