import Crypto
import FoundationEssentials
package import Postgres
import Values

/// The SHA-256 of a file's bytes, which is what they are stored by.
package struct ContentHash: Hashable, Sendable {
    package let bytes: [UInt8]

    init(_ digest: SHA256.Digest) { bytes = Array(digest) }

    /// From 64 lower-case hexadecimal digits.
    package init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.map(Self.value)
        guard digits.count == 64 else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: 64, by: 2) {
            guard let high = digits[index], let low = digits[index + 1] else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    package var hexadecimal: String { bytes.hexadecimal }

    private static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case 0x30...0x39: digit - 0x30
        case 0x61...0x66: digit - 0x57
        default: nil
        }
    }
}

extension ContentHash: PostgresValue {
    package static var postgresType: PostgresType { Data.postgresType }
    package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: self.bytes) }
    package static func decode(_ cell: Cell) throws(CellMismatch) -> ContentHash {
        ContentHash(bytes: try UInt8.decode(array: cell))
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }
}

extension ContentHash: Decodable {
    /// Only ever read from a column, which the database's own decoding does.
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let hash = ContentHash(hexadecimal: text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "must be 64 hexadecimal digits")
            )
        }
        self = hash
    }
}
