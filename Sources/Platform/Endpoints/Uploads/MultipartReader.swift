import Glibc
import HTTPTypes
import HummingbirdCore
import NIOCore
import Values

/// What all forms with files have in common.
enum Multipart {
    /// How much may stand before the bytes of a part.
    static let maximumHead = 8 << 10

    /// The boundary that a media type names: 1 to 70 characters (RFC 2046 §5.1.1).
    static func boundary(in mediaType: String) -> String? {
        let type = mediaType.prefix { $0 != ";" }
        guard type.lowercased().filter({ $0 != " " }) == "multipart/form-data",
            let boundary = MediaTypeParameters.read(mediaType[type.endIndex...])?["boundary"],
            (1...70).contains(boundary.utf8.count), boundary.utf8.allSatisfy({ (0x20...0x7e).contains($0) })
        else { return nil }
        return boundary
    }
}

/// Takes a form apart as it arrives (RFC 2046 §5.1). Holds no more than a part's head or the piece that just came.
final class MultipartReader {
    private enum Place { case before, inPart, between, end }

    private var source: RequestBody.AsyncIterator
    private let delimiter: [UInt8]
    private let form: UploadForm
    private var place = Place.before
    /// What came and was not handed on. Begins with a line end, so that the first boundary looks like the others.
    private var pending = ByteBuffer(string: "\r\n")
    private var parts = 0
    private var partBytes = 0
    private var bytes = 0

    init(_ body: RequestBody, boundary: String, _ form: UploadForm) {
        source = body.makeAsyncIterator()
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.form = form
    }

    /// The next part; `nil` after the last. The bytes of the one before have been read.
    func nextPart() async throws -> UploadPart? {
        if place == .before {
            // What stands before the first boundary is for nobody.
            place = .inPart
            while try await piece() != nil {}
        }
        guard place == .between else { return nil }
        while pending.readableBytes < 2 { try await fill() }
        if pending.getString(at: pending.readerIndex, length: 2) == "--" {
            place = .end
            // What stands after the last boundary is read and dropped, so that the connection can go on.
            while try await more() { pending.clear() }
            return nil
        }
        let head = try await head()
        parts += 1
        guard parts <= form.maximumParts else { throw UploadRefusal.tooManyParts(form.maximumParts) }
        (place, partBytes) = (.inPart, 0)
        return UploadPart(head, self)
    }

    /// More of the part being read; `nil` at its end.
    func nextPiece() async throws -> ByteBuffer? {
        guard place == .inPart, let piece = try await piece() else { return nil }
        partBytes += piece.readableBytes
        guard partBytes <= form.maximumPartBytes else { throw UploadRefusal.partTooLarge(form.maximumPartBytes) }
        return piece
    }

    /// What comes up to the next boundary; `nil` at it.
    private func piece() async throws -> ByteBuffer? {
        while true {
            if let index = pending.firstIndex(of: delimiter) {
                if index > 0 { return pending.readSlice(length: index) }
                pending.moveReaderIndex(forwardBy: delimiter.count)
                place = .between
                return nil
            }
            // The last bytes may be the beginning of a boundary.
            let certain = pending.readableBytes - (delimiter.count - 1)
            if certain > 0 { return pending.readSlice(length: certain) }
            try await fill()
        }
    }

    /// The lines between a boundary and the part's bytes.
    private func head() async throws -> PartHead {
        let end = Array("\r\n\r\n".utf8)
        while true {
            if let index = pending.firstIndex(of: end) {
                guard index <= Multipart.maximumHead, let before = pending.readSlice(length: index) else { break }
                pending.moveReaderIndex(forwardBy: end.count)
                // Spaces may follow the boundary in its line.
                let lines = before.readableBytesView.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                guard lines.starts(with: "\r\n".utf8), let text = String(outside: lines),
                    let head = PartHead(text)
                else { break }
                return head
            }
            guard pending.readableBytes <= Multipart.maximumHead else { break }
            try await fill()
        }
        throw UploadRefusal.malformed
    }

    /// Reads on; throws when nothing more comes.
    private func fill() async throws {
        guard try await !more() else { return }
        throw ClientPresence.current?.leftMidRequest == true ? UploadRefusal.interrupted : UploadRefusal.malformed
    }

    private func more() async throws -> Bool {
        guard var piece = try await InFlight.waitingForClient({ try await source.next() }) else { return false }
        bytes += piece.readableBytes
        guard bytes <= form.maximumBytes else { throw UploadRefusal.tooLarge(form.maximumBytes) }
        pending.discardReadBytes()
        pending.writeBuffer(&piece)
        return true
    }
}

extension ByteBuffer {
    /// Where these bytes, which begin with a line end, stand first, counted from what is not read yet.
    fileprivate func firstIndex(of bytes: [UInt8]) -> Int? {
        withUnsafeReadableBytes { hay in
            guard let base = hay.baseAddress else { return nil }
            var start = 0
            while start + bytes.count <= hay.count,
                let found = memchr(base + start, Int32(bytes[0]), hay.count - bytes.count - start + 1)
            {
                if memcmp(found, bytes, bytes.count) == 0 { return UnsafeRawPointer(found) - base }
                start = UnsafeRawPointer(found) - base + 1
            }
            return nil
        }
    }
}
