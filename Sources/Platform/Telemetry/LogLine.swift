import Logging

/// One log record being written as one line of JSON.
///
/// Every text is escaped and cut to a bound, so nothing that comes from outside can end the line, add a member, steer a
/// terminal or fill the disk with one record.
struct LogLine {
    private(set) var bytes: [UInt8] = []
    private var names: Set<String> = []

    /// The longest text written whole, in bytes.
    static let maximumText = 8192
    /// How many values a record may hold, nested ones included.
    static let maximumValues = 256
    /// How deep metadata may nest.
    static let maximumDepth = 8

    private var valuesLeft = maximumValues

    init() {
        bytes.reserveCapacity(512)
        bytes.append(UInt8(ascii: "{"))
    }

    /// Adds a member; a name that stands already is written with `meta_` before it, so that no name stands twice.
    mutating func add(_ name: String, _ value: Logger.MetadataValue) {
        var unique = name
        while !names.insert(unique).inserted { unique = "meta_" + unique }
        member(unique, value, depth: 1)
    }

    /// Closes the object and ends the line.
    mutating func finish() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private mutating func member(_ name: String, _ value: Logger.MetadataValue, depth: Int) {
        guard valuesLeft > 0 else { return }
        if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
        text(name)
        bytes.append(UInt8(ascii: ":"))
        write(LogRedaction.isSecret(name) ? .string(LogRedaction.replacement) : value, depth: depth)
    }

    private mutating func write(_ value: Logger.MetadataValue, depth: Int) {
        valuesLeft -= 1
        switch value {
        case .string(let string): text(string)
        case .stringConvertible(let value): text(value.description)
        case .dictionary where depth >= Self.maximumDepth, .array where depth >= Self.maximumDepth:
            text("[nested too deeply]")
        case .dictionary(let members):
            bytes.append(UInt8(ascii: "{"))
            for (name, value) in members.sorted(by: { $0.key < $1.key }) {
                member(name, value, depth: depth + 1)
            }
            bytes.append(UInt8(ascii: "}"))
        case .array(let elements):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in elements.prefix(max(valuesLeft, 0)).enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                write(element, depth: depth + 1)
            }
            bytes.append(UInt8(ascii: "]"))
        }
    }

    private mutating func text(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var written = 0
        for scalar in string.unicodeScalars {
            written += UTF8.width(scalar)
            guard written <= Self.maximumText else {
                bytes.append(contentsOf: "…[cut]".utf8)
                break
            }
            append(scalar)
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"", "\\":
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(UInt8(truncatingIfNeeded: scalar.value))
        case "\n": bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "n")])
        // Control characters of both sets, the separators that some viewers break lines at, and the marks that
        // reorder text on a screen.
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}", "\u{200e}"..."\u{200f}", "\u{2028}"..."\u{202e}",
            "\u{2066}"..."\u{2069}", "\u{feff}":
            bytes.append(contentsOf: [UInt8(ascii: "\\"), UInt8(ascii: "u")])
            for shift in [12, 8, 4, 0] as [UInt32] {
                let digit = UInt8(truncatingIfNeeded: scalar.value >> shift) & 0xf
                bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        default: bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }
}
