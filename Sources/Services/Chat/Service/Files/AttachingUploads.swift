package import Access
package import ChatAPI
import Endpoints
import Files
package import FoundationEssentials
package import Postgres
import Values

extension Transaction {
    // tidy: allow parameter-count — whose files they are and what they belong to
    /// Makes what was received files for good, those of a turn: to be called in the transaction that begins it, after
    /// its row is there.
    ///
    /// - Throws: ``UploadRefusal/usedMeanwhile``.
    package func attach(
        _ uploads: [ReceivedUpload],
        to turn: ChatMessageID,
        in session: ChatSessionID?,
        chatflow: String,
        for caller: Principal,
        at now: Date
    ) throws {
        for (position, upload) in uploads.enumerated() {
            switch upload.content {
            case .new(let file):
                try keepFile(file.id, of: Chat.service.name)
                try insert(upload, for: caller, at: now)
            case .link(let link): try insert(upload, link: link, for: caller, at: now)
            case .earlier: break
            }
            let attached = try execute(
                """
                update chat.uploads
                set turn_id = \(turn), session_id = \(session), chatflow_id = \(chatflow), position = \(position)
                where id = \(upload.id) and user_id = \(caller.userID) and turn_id is null
                """
            )
            guard attached == 1 else { throw UploadRefusal.usedMeanwhile }
        }
    }

    /// Writes the row of an upload that belongs to no turn yet.
    func insert(_ upload: ReceivedUpload, link: String? = nil, for caller: Principal, at now: Date) throws {
        try execute(
            """
            insert into chat.uploads (
                tenant_id, id, user_id, kind, name, media_type, size, url, uploaded_at
            ) values (
                \(caller.tenantID), \(upload.id), \(caller.userID), \(link == nil ? "file" : "url"),
                \(upload.name), \(upload.mediaType), \(upload.size), \(link), \(now)
            )
            """
        )
    }

    /// What came with a question, for whoever asks it again.
    func uploads(of turn: ChatMessageID, by caller: Principal) throws -> [ReceivedUpload] {
        try uploadRows(of: turn, by: caller).compactMap { row in
            if let url = row.url { return ReceivedUpload(link: url, name: row.name, type: row.mediaType, id: row.id) }
            return try file(FileID(row.id.uuid), of: Chat.service.name).map { ReceivedUpload($0, isNew: false) }
        }
    }

    /// What somebody has uploaded under that id.
    func upload(_ id: ChatFileID, of caller: Principal) throws -> UploadRow? {
        try first(
            """
            select id, turn_id, kind, name, media_type, size, url, uploaded_at from chat.uploads
            where id = \(id) and user_id = \(caller.userID)
            """
        )
    }
}

/// An upload as its row has it.
struct UploadRow: Decodable, Sendable {
    let id: ChatFileID
    let turnID: ChatMessageID?
    let kind: String
    let name: String
    let mediaType: String
    let size: Int
    let url: String?
    let uploadedAt: Date
}
