import Glibc
import NIOCore
import Values

/// Reads the table of contents of a ZIP archive, which DOCX and its like are, and refuses what is no document: a bomb,
/// a path out of the archive, a link, an archive in which two readers find different things (APPNOTE.TXT 6.3.10).
///
/// We unpack nothing. Whoever opens the file next does.
enum ArchiveCheck {
    private static let maximumEntries = 10_000
    fileprivate static let maximumUnpacked: UInt64 = 200 << 20
    /// XML packs to a tenth, a hundredth when it repeats itself; deflate cannot do more than a thousandth.
    private static let maximumRatio: UInt64 = 200

    static func check(_ file: Descriptor, size: Int) throws(FilesError) {
        guard let end = try endRecord(of: file, size: size), end.entries <= maximumEntries,
            end.offset >= 0, end.length >= 0, end.offset + end.length <= size
        else { throw .hostileArchive }
        var table = try file.read(end.length, at: end.offset)
        var unpacked: UInt64 = 0
        for _ in 0..<end.entries {
            guard let entry = Entry(&table), entry.isHarmless else { throw .hostileArchive }
            unpacked += UInt64(entry.unpackedSize)
            // The sizes must be possible: a table may lie, but not so that its entries overlap to a quine of bombs.
            guard Int(entry.offset) + Int(entry.packedSize) <= end.offset else { throw .hostileArchive }
        }
        guard unpacked <= maximumUnpacked, unpacked <= max(1 << 20, UInt64(size) * maximumRatio) else {
            throw .hostileArchive
        }
    }

    private struct EndRecord {
        let entries: Int
        let length: Int
        let offset: Int
    }

    /// The record at the end (§4.3.16). ZIP64 is refused: no document of ours needs it.
    private static func endRecord(of file: Descriptor, size: Int) throws(FilesError) -> EndRecord? {
        let count = min(size, 22 + 65_535)
        let tail = try file.read(count, at: size - count)
        let bytes = tail.readableBytesView
        guard bytes.count >= 22 else { return nil }
        var index = bytes.endIndex - 22
        while index >= bytes.startIndex {
            if bytes[index] == 0x50, bytes[index + 1] == 0x4b, bytes[index + 2] == 5, bytes[index + 3] == 6 {
                var record = ByteBuffer(bytes: bytes[index...])
                record.moveReaderIndex(forwardBy: 4)
                guard
                    let (disk, start, here, all) = record.readMultipleIntegers(
                        endianness: .little,
                        as: (UInt16, UInt16, UInt16, UInt16).self
                    ),
                    let (length, offset, comment) = record.readMultipleIntegers(
                        endianness: .little,
                        as: (UInt32, UInt32, UInt16).self
                    ),
                    (disk, start) == (0, 0), here == all, Int(comment) == record.readableBytes
                else { return nil }
                return EndRecord(entries: Int(all), length: Int(length), offset: Int(offset))
            }
            index -= 1
        }
        return nil
    }

    /// One line of the table (§4.3.12).
    private struct Entry {
        let packedSize: UInt32
        let unpackedSize: UInt32
        let offset: UInt32
        let name: String
        let attributes: UInt32

        init?(_ table: inout ByteBuffer) {
            guard table.readInteger(endianness: .little, as: UInt32.self) == 0x0201_4b50,
                table.readSlice(length: 16) != nil,
                let (packed, unpacked) = table.readMultipleIntegers(endianness: .little, as: (UInt32, UInt32).self),
                let (name, extra, comment, _, _) = table.readMultipleIntegers(
                    endianness: .little,
                    as: (UInt16, UInt16, UInt16, UInt16, UInt16).self
                ),
                let (attributes, offset) = table.readMultipleIntegers(endianness: .little, as: (UInt32, UInt32).self),
                let text = table.readString(length: Int(name)), text.isStreamSafe,
                table.readSlice(length: Int(extra) + Int(comment)) != nil
            else { return nil }
            (packedSize, unpackedSize, self.offset) = (packed, unpacked, offset)
            (self.name, self.attributes) = (text, attributes)
        }

        var isHarmless: Bool {
            let isLink = attributes >> 16 & 0o170000 == 0o120000
            let isOutside =
                name.hasPrefix("/") || name.contains("\\") || name.contains(":")
                || name.split(separator: "/").contains("..")
            return !isLink && !isOutside && !name.isEmpty && UInt64(unpackedSize) <= ArchiveCheck.maximumUnpacked
        }
    }
}
