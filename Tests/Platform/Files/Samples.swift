import Files
import Foundation
import NIOCore
import Values

/// Files as people send them, and as attackers do.
enum Samples {
    /// A white PNG of one pixel.
    static let png = decoded(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mP8/x8AAwMCAO+ip1sAAAAASUVORK5CYII="
    )
    static let gif = decoded("R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==")
    static let pdf = Array("%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".utf8)
    static let text = Array("Rain falls mainly on the plain.\nKazi nzuri, 你好.\n".utf8)
    static let csv = Array("name,mark\nAmina,80\nJabari,75\nWanjiku,91\n".utf8)
    static let html = Array("<!DOCTYPE html>\n<html><body><script>alert(1)</script></body></html>\n".utf8)
    static let svg = Array("<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>\n".utf8)
    static let elf = Array("\u{7f}ELF".utf8) + [2, 1, 1, 0] + [UInt8](repeating: 0, count: 60)

    static func decoded(_ base64: String) -> [UInt8] { Array(Data(base64Encoded: base64) ?? Data()) }

    /// A DOCX with these entries: name, content, and the size it claims to unpack to.
    static func archive(_ entries: [(name: String, content: [UInt8], claimed: Int?)]) -> [UInt8] {
        var file = ByteBuffer()
        var table = ByteBuffer()
        for entry in entries {
            let offset = UInt32(file.writerIndex)
            let (name, size) = (Array(entry.name.utf8), UInt32(entry.content.count))
            let claimed = UInt32(entry.claimed ?? entry.content.count)
            file.writeMultipleIntegers(UInt32(0x0403_4b50), UInt16(20), UInt16(0), UInt16(0), endianness: .little)
            file.writeMultipleIntegers(UInt32(0), UInt32(0), size, claimed, endianness: .little)
            file.writeMultipleIntegers(UInt16(name.count), UInt16(0), endianness: .little)
            file.writeBytes(name + entry.content)
            table.writeMultipleIntegers(UInt32(0x0201_4b50), UInt16(20), UInt16(20), UInt32(0), endianness: .little)
            table.writeMultipleIntegers(UInt32(0), UInt32(0), size, claimed, endianness: .little)
            table.writeMultipleIntegers(UInt16(name.count), UInt64(0), UInt32(0), offset, endianness: .little)
            table.writeBytes(name)
        }
        let (start, length) = (UInt32(file.writerIndex), UInt32(table.readableBytes))
        file.writeBuffer(&table)
        file.writeMultipleIntegers(UInt32(0x0605_4b50), UInt32(0), endianness: .little)
        file.writeMultipleIntegers(
            UInt16(entries.count),
            UInt16(entries.count),
            length,
            start,
            UInt16(0),
            endianness: .little
        )
        return Array(file.readableBytesView)
    }

    static let docx = archive([
        ("[Content_Types].xml", Array("<Types/>".utf8), nil), ("_rels/.rels", Array("<Relationships/>".utf8), nil),
        ("word/document.xml", Array("<w:document/>".utf8), nil), ("word/styles.xml", Array("<w:styles/>".utf8), nil),
    ])
}

extension ContentHash {
    static let example = ContentHash(hexadecimal: String(repeating: "0a", count: 32)) ?? unreachable()
    private static func unreachable() -> ContentHash { preconditionFailure("64 digits are a hash") }
}

/// Bytes that come in pieces, and perhaps break off.
struct Pieces: AsyncSequence, Sendable {
    struct Broken: Error {}

    let bytes: [UInt8]
    var size = 1000
    var breaksOff = false

    struct AsyncIterator: AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let size: Int
        let breaksOff: Bool

        mutating func next() async throws -> ByteBuffer? {
            guard !rest.isEmpty else {
                if breaksOff { throw Broken() }
                return nil
            }
            defer { rest = rest.dropFirst(size) }
            return ByteBuffer(bytes: rest.prefix(size))
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes[...], size: size, breaksOff: breaksOff) }
}

/// Runs a test in a directory that is removed afterwards.
func withDirectory<R>(_ body: (String) async throws -> R) async throws -> R {
    let path = "/tmp/elymica-files-\(UInt64.random(in: .min ... .max))"
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

/// Every file below a directory.
func files(below path: String) -> [String] {
    (FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []).filter { name in
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isDirectory)
            && !isDirectory.boolValue
    }
}

extension FileStore {
    func all(of key: ObjectKey, in range: Range<Int>) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await piece in try await self.bytes(of: key, in: range) { bytes += piece.readableBytesView }
        return bytes
    }
}
