import HTTPTypes
import HummingbirdCore
package import NIOCore
import Values

/// A form with files that is on its way.
package struct IncomingForm: Sendable {
    private let body: RequestBody
    private let boundary: String
    private let form: UploadForm

    /// Refuses a request whose body is no form, or says that it is too large.
    init(_ request: Request, _ form: UploadForm) throws {
        guard let type = request.headers[.contentType], let boundary = Multipart.boundary(in: type) else {
            throw Problem(.unsupportedMediaType, "unsupported_media_type", "The body must be multipart/form-data.")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > form.maximumBytes {
            throw UploadRefusal.tooLarge(form.maximumBytes)
        }
        (self.body, self.boundary, self.form) = (request.body, boundary, form)
    }

    /// Reads the form, once: hands each part to `take` as it arrives. What `take` does not read of a part is skipped.
    ///
    /// Throws when the form is malformed, has more or larger parts than the endpoint takes, or is cut off: by then
    /// parts may have been handed over, so whoever stores them keeps them only when this returns.
    package func parts(_ take: (UploadPart) async throws -> Void) async throws {
        let reader = MultipartReader(body, boundary: boundary, form)
        while let part = try await reader.nextPart() {
            try await take(part)
            try await part.skip()
        }
    }
}

/// One part of a form: a file, or the value of a field. Read where it is handed over, in order.
package struct UploadPart: AsyncSequence {
    package typealias Element = ByteBuffer

    /// The field's name.
    package let name: String
    /// What the client calls the file, as it sent it: it may hold anything, a path as well. `nil` of a plain field.
    package let fileName: String?
    /// The media type that the client claims.
    package let mediaType: String?
    private let reader: MultipartReader

    init(_ head: PartHead, _ reader: MultipartReader) {
        (name, fileName, mediaType) = (head.name, head.fileName, head.mediaType)
        self.reader = reader
    }

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reader: MultipartReader
        package func next() async throws -> ByteBuffer? { try await reader.nextPiece() }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(reader: reader) }

    /// The value of a field as a text of at most so many bytes.
    package func text(upTo limit: Int = 8 << 10) async throws -> String {
        var bytes: [UInt8] = []
        for try await piece in self {
            guard bytes.count + piece.readableBytes <= limit else {
                throw Problem.invalid(name, "must not be longer than \(limit) bytes")
            }
            bytes += piece.readableBytesView
        }
        guard let text = String(outside: bytes) else {
            throw Problem.invalid(name, "must be UTF-8")
        }
        return text
    }

    fileprivate func skip() async throws { for try await _ in self {} }
}

/// Why a form is not taken.
enum UploadRefusal {
    static let malformed = Problem(
        .badRequest,
        "malformed_form",
        "The body is not valid multipart/form-data.",
        headers: [.connection: "close"]
    )
    static let interrupted = Problem(
        .badRequest,
        "upload_interrupted",
        "The upload ended before it was whole. Nothing of it was kept.",
        headers: [.connection: "close"]
    )

    static func tooLarge(_ limit: Int) -> Problem {
        refusal("upload_too_large", "The upload must not exceed \(size(limit)).")
    }

    static func partTooLarge(_ limit: Int) -> Problem {
        refusal("file_too_large", "A file must not exceed \(size(limit)).")
    }

    static func tooManyParts(_ limit: Int) -> Problem {
        refusal("too_many_files", "No more than \(limit) files and fields are taken at once.")
    }

    private static func refusal(_ code: String, _ message: String) -> Problem {
        Problem(.contentTooLarge, code, message, headers: [.connection: "close"])
    }

    private static func size(_ bytes: Int) -> String {
        bytes >= 1 << 20 ? "\(bytes >> 20) MB" : "\(max(1, bytes >> 10)) kB"
    }
}
