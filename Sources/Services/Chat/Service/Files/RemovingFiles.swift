import Access
import ChatAPI
import Endpoints
import Events
import Files
package import FoundationEssentials
import Logging
import Postgres
import Values

extension ChatService {
    /// Lets go of files that no question named within a day, and of those whose turn was forgotten.
    var forgettingUploads: Schedule {
        Schedule("chat.forget_uploads", every: .seconds(600)) { run in
            let count = try await removeUnused(uploadedBefore: run.dueAt.addingTimeInterval(-24 * 3600))
            if count > 0 { run.logger.info("unused uploads removed", metadata: ["count": "\(count)"]) }
        }
    }

    func deleteFile(_ request: DeleteChatFile, _ call: Call) async throws -> DeleteChatFile.Response {
        guard let id = ChatFileID(request.fileID) else { throw FileRefusal.noSuchFile }
        let caller = try call.caller
        return try await call.write { transaction in
            let removed: [ChatFileID] = try transaction.all(
                "delete from chat.uploads where id = \(id) and user_id = \(caller.userID) returning id"
            )
            guard !removed.isEmpty else { throw FileRefusal.noSuchFile }
            try transaction.removeFiles(of: removed)
            return DeleteChatFile.Response(id)
        }
    }

    /// Removes what was uploaded before an instant and belongs to no turn; returns how much that was.
    @discardableResult
    package func removeUnused(uploadedBefore instant: Date) async throws -> Int {
        var count = 0
        while true {
            let schools: [TenantID] = try await parts.database.platform(reason: "find unused uploads").all(
                """
                select distinct tenant_id from (
                    select tenant_id from chat.uploads
                    where turn_id is null and uploaded_at < \(instant)
                    order by uploaded_at
                    limit 500
                ) oldest
                """
            )
            guard !schools.isEmpty else { return count }
            for school in schools {
                try Task.checkCancellation()
                count += try await parts.database.tenant(school) { transaction in
                    let removed: [ChatFileID] = try transaction.all(
                        """
                        delete from chat.uploads where id in (
                            select id from chat.uploads
                            where turn_id is null and uploaded_at < \(instant)
                            order by uploaded_at
                            limit 500
                            for update
                        )
                        returning id
                        """
                    )
                    try transaction.removeFiles(of: removed)
                    return removed.count
                }
            }
        }
    }
}

extension Transaction {
    /// Removes what came with the questions of sessions, rows and files.
    func removeUploads(of sessions: [ChatSessionID]) throws {
        let removed: [ChatFileID] = try all(
            """
            delete from chat.uploads
            where session_id = any(\(sessions))
            returning id
            """
        )
        try removeFiles(of: removed)
    }

    /// Takes back what came with a turn that is given up: what was sent for it goes, what had been sent before waits
    /// for another question.
    func removeUploads(of turn: ChatMessageID, sentAt instant: Date) throws {
        let removed: [ChatFileID] = try all(
            "delete from chat.uploads where turn_id = \(turn) and uploaded_at >= \(instant) returning id"
        )
        try removeFiles(of: removed)
    }

    /// Lets go of the files of uploads whose rows are gone; of an address there is none.
    fileprivate func removeFiles(of uploads: [ChatFileID]) throws {
        try removeFiles(uploads.map { FileID($0.uuid) }, of: Chat.service.name)
    }
}
