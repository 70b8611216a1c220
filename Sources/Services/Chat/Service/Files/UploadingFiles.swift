import Access
import ChatAPI
import Endpoints
import Files
import NIOCore
import Postgres
import Values

extension ChatService {
    /// How many files of one person can wait for a question.
    private static let waitingFiles = 50

    func uploadFile(
        _ request: UploadChatFile,
        _ form: IncomingForm,
        _ call: Call
    ) async throws -> UploadItem {
        let caller = try call.caller
        var received: [ReceivedUpload] = []
        do {
            try await form.parts { part in
                guard let name = part.fileName else { return }
                guard received.isEmpty else { throw Problem.invalid("file", "must be one file") }
                let upload = Upload(
                    name: name,
                    type: part.mediaType ?? "",
                    owner: caller.userID,
                    service: Chat.service.name,
                    rules: UploadClaim.rules
                )
                do {
                    let file = try await parts.files.receive(part, upload, in: caller.tenantID)
                    received.append(ReceivedUpload(file, isNew: true))
                } catch let error as FilesError {
                    throw UploadRefusal(error, UploadClaim.label(name, at: 0))
                }
            }
            guard let upload = received.first else { throw Problem.invalid("file", "is required") }
            let item = try await call.write { [now = call.now] transaction in
                let waiting: Int? = try transaction.value(
                    "select count(*) from chat.uploads where user_id = \(caller.userID) and turn_id is null"
                )
                guard waiting ?? 0 < Self.waitingFiles else { throw UploadRefusal.tooManyWaiting }
                try transaction.keepFile(FileID(upload.id.uuid), of: Chat.service.name)
                try transaction.insert(upload, for: caller, at: now)
                return UploadItem(
                    upload.id,
                    name: upload.name,
                    mime: upload.mediaType,
                    size: upload.size,
                    type: "file",
                    isImage: upload.file?.isImage == true,
                    uploadedAt: now
                )
            }
            // The same request again gets the first one's answer.
            if item.fileID != upload.id { await discard(received) }
            return item
        } catch {
            await discard(received)
            throw error
        }
    }
}
