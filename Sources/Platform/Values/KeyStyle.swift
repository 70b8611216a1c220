/// How a family of clients writes the names of JSON members.
package enum KeyStyle: Sendable {
    /// `course_id`
    case snakeCase
    /// `courseId`
    case camelCase

    /// The wire name of a Swift property: `courseID` is `course_id` or `courseId`.
    package func wireName(_ property: String) -> String {
        // One word, as many are.
        guard property.utf8.contains(where: { $0 < 0x61 || $0 > 0x7a }) else { return property }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(property.utf8.count + 4)
        write(property, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the wire name without making a string: responses write every name through here.
    func write(_ property: String, into bytes: inout [UInt8]) {
        var property = property
        property.withUTF8 { utf8 in
            var previousIsUpper = true
            for index in utf8.indices {
                let byte = utf8[index]
                let isUpper = byte >= 0x41 && byte <= 0x5a
                guard isUpper else {
                    bytes.append(byte)
                    previousIsUpper = byte == UInt8(ascii: "_")
                    continue
                }
                // A run of capitals is one word (`courseID`), but its last capital begins the next (`pdfURLPath`).
                let nextIsLower = isLower(index + 1, utf8) && !isPlural(index + 1, utf8)
                let beginsWord = index > 0 && (!previousIsUpper || nextIsLower)
                switch self {
                case .snakeCase:
                    if beginsWord { bytes.append(UInt8(ascii: "_")) }
                    bytes.append(byte | 0x20)
                case .camelCase:
                    bytes.append(beginsWord ? byte : byte | 0x20)
                }
                previousIsUpper = true
            }
        }
    }

    private func isLower(_ index: Int, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        index < utf8.count && (0x61...0x7a).contains(utf8[index])
    }

    /// Whether the `s` of `courseIDs` stands here, which belongs to the capitals before it.
    private func isPlural(_ index: Int, _ utf8: UnsafeBufferPointer<UInt8>) -> Bool {
        utf8[index] == UInt8(ascii: "s") && !isLower(index + 1, utf8)
    }
}
