import Access
import ChatAPI
import Endpoints
import Postgres
import Values

extension ChatService {
    func sessionFiles(_ request: ListSessionFiles, _ call: Call) async throws -> ListSessionFiles.Response {
        let caller = try call.caller
        let session = try Self.session(request.sessionID)
        return try await call.read { transaction in
            try transaction.checkOwns(session, caller)
            return ListSessionFiles.Response(session, try transaction.uploads(in: session).map(\.listed))
        }
    }

    func messageFiles(_ request: ListMessageFiles, _ call: Call) async throws -> ListMessageFiles.Response {
        guard let message = ChatMessageID(request.messageID) else {
            return ListMessageFiles.Response(request.messageID, [])
        }
        let caller = try call.caller
        let uploads = try await call.read { try $0.uploadRows(of: message, by: caller) }
        return ListMessageFiles.Response(request.messageID, uploads.map(\.listed))
    }
}

extension Transaction {
    /// What somebody has sent with a question, in the order they sent it in.
    func uploadRows(of turn: ChatMessageID, by caller: Principal) throws -> [UploadRow] {
        try all(
            """
            select id, turn_id, kind, name, media_type, size, url, uploaded_at from chat.uploads
            where turn_id = \(turn) and user_id = \(caller.userID)
            order by position, id
            """
        )
    }

    /// What came with the questions of a session, each question's in the order it was sent in.
    func uploads(in session: ChatSessionID) throws -> [UploadRow] {
        try all(
            """
            select id, turn_id, kind, name, media_type, size, url, uploaded_at from chat.uploads
            where session_id = \(session) and turn_id is not null
            order by uploaded_at, turn_id, position, id
            """
        )
    }
}

extension UploadRow {
    var listed: ListedFile {
        ListedFile(id, name: name, mime: mediaType, size: size, type: kind, url: url, uploadedAt: uploadedAt)
    }

    var item: UploadItem {
        UploadItem(
            id,
            name: name,
            mime: mediaType,
            size: size,
            type: kind,
            isImage: kind == "file" && mediaType.hasPrefix("image/"),
            uploadedAt: uploadedAt
        )
    }
}
