import ChatAPI
import Endpoints
import Files
import HTTPTypes
import NIOCore
import Postgres
import Values

extension ChatService {
    var fileOperations: [Operation] {
        [
            Operation(UploadChatFile.self, uploadFile),
            Operation(DownloadChatFile.self, downloadFile),
            Operation(GetChatThumbnail.self, thumbnail),
            Operation(DeleteChatFile.self, deleteFile),
            Operation(ListSessionFiles.self, sessionFiles),
            Operation(ListMessageFiles.self, messageFiles),
        ]
    }

    func downloadFile(_ request: DownloadChatFile, _ call: Call) async throws -> StreamedAnswer {
        let file = try await ownFile(request.fileID, call)
        return try await answer(with: file, to: request.conditions, asAttachment: request.download == .yes)
    }

    func thumbnail(_ request: GetChatThumbnail, _ call: Call) async throws -> StreamedAnswer {
        let file = try await ownFile(request.fileID, call)
        let side = request.size?.value ?? 200
        do {
            guard side > 0 else { throw FilesError.unreadableImage("cannot be made that small") }
            let thumbnail = try await parts.files.thumbnail(of: file, side: side)
            let answer = FileAnswer(thumbnail.description, to: request.conditions.fields)
            return try answer.streamed(thumbnail.description) { writer in
                try await writer.write(ByteBuffer(bytes: thumbnail.bytes[answer.range]))
            }
        } catch FilesError.unreadableImage {
            // What cannot be made smaller is shown as it is.
            return try await self.answer(with: file, to: request.conditions, asAttachment: false)
        } catch let error as FilesError {
            throw FileRefusal(error)
        }
    }

    private func answer(
        with file: StoredFile,
        to conditions: FileConditions,
        asAttachment: Bool
    ) async throws -> StreamedAnswer {
        let answer = FileAnswer(file.description, to: conditions.fields, asAttachment: asAttachment)
        guard !answer.range.isEmpty else { return try answer.streamed(file.description) { _ in } }
        let bytes: FileBytes
        do throws(FilesError) { bytes = try await parts.files.bytes(of: file, in: answer.range) } catch {
            throw error == .notFound ? FileRefusal.bytesMissing : FileRefusal(error)
        }
        return try answer.streamed(file.description) { writer in
            for try await piece in bytes { try await writer.write(piece) }
        }
    }

    /// The file of that id, when the caller has uploaded it. An address is no file.
    private func ownFile(_ text: String, _ call: Call) async throws -> StoredFile {
        guard let id = ChatFileID(text) else { throw FileRefusal.noSuchFile }
        let caller = try call.caller
        return try await call.read { transaction in
            guard let upload = try transaction.upload(id, of: caller) else { throw FileRefusal.noSuchFile }
            guard let file = try transaction.file(FileID(upload.id.uuid), of: Chat.service.name) else {
                throw FileRefusal.bytesMissing
            }
            return file
        }
    }
}

/// Why a file cannot be had, in the words that clients of the chat platform know.
struct FileRefusal: ProblemConvertible {
    let problem: Problem

    init(_ error: FilesError) {
        let (status, code) = UploadRefusal.answer(to: error)
        var problem = Problem(status, code, error == .notAnImage ? "File is not an image" : error.message)
        if error.isTemporary { problem.headers[.retryAfter] = "5" }
        self.problem = problem
    }

    private init(_ code: String, _ message: String) { problem = Problem(.notFound, code, message) }

    static let noSuchFile = FileRefusal("no_such_file", "File not found or access denied")
    static let bytesMissing = FileRefusal("no_file_data", "File data not found")
}

extension FileConditions {
    var fields: HTTPFields {
        var fields = HTTPFields()
        (fields[.range], fields[.ifRange], fields[.ifNoneMatch]) = (range, ifRange, ifNoneMatch)
        return fields
    }
}

extension FileAnswer {
    /// The answer with the bytes that `make` writes.
    fileprivate func streamed(
        _ file: FileDescription,
        _ make: @escaping @Sendable (StreamWriter) async throws -> Void
    ) throws -> StreamedAnswer {
        guard status != .rangeNotSatisfiable else {
            throw Problem(
                .rangeNotSatisfiable,
                "range_not_satisfiable",
                "The file does not have that range.",
                headers: [.contentRange: headers[.contentRange] ?? "bytes */\(file.size)"]
            )
        }
        var headers = headers
        // Of the file, not of this answer (RFC 9110 §8.6): otherwise it would say that the file is empty now.
        if status == .notModified { headers[.contentLength] = String(file.size) }
        return StreamedAnswer(
            headers[.contentType] ?? file.mediaType,
            status: status,
            headers: headers,
            length: range.count,
            make: make
        )
    }
}
