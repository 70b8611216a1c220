package import Access
package import ChatAPI
import Endpoints
import Files
package import FoundationEssentials
import NIOCore
import Postgres
import Values

extension ChatService {
    /// Takes the files of a question: all of them, or none. They are pending until they are attached to the turn, and
    /// are to be discarded when that does not come about.
    ///
    /// - Throws: a problem that names the file and the reason.
    package func receive(
        _ uploads: [ChatUpload],
        for caller: Principal,
        at now: Date
    ) async throws -> [ReceivedUpload] {
        guard !uploads.isEmpty else { return [] }
        guard uploads.count <= ChatUpload.maximumCount else { throw UploadRefusal.tooMany }
        let claims = try uploads.enumerated().map { try UploadClaim($1, at: $0, of: caller.userID) }
        var room = ChatUpload.maximumTotal
        guard claims.reduce(0, { $0 + $1.size }) <= room else { throw UploadRefusal.tooLargeTogether }
        var received: [ReceivedUpload] = []
        do {
            for claim in claims {
                let upload = try await take(claim, besides: received, for: caller)
                received.append(upload)
                room -= upload.size
                guard room >= 0 else { throw UploadRefusal.tooLargeTogether }
            }
            try Task.checkCancellation()
        } catch {
            await discard(received)
            throw error
        }
        return received
    }

    /// Lets go of files that no turn was begun with.
    package func discard(_ uploads: [ReceivedUpload]) async {
        for case .new(let file) in uploads.map(\.content) { await parts.files.discard(file) }
    }

    private func take(
        _ claim: UploadClaim,
        besides others: [ReceivedUpload],
        for caller: Principal
    ) async throws -> ReceivedUpload {
        do {
            switch claim.content {
            case .link(let link, let name, let type): return ReceivedUpload(link: link, name: name, type: type)
            case .file(let bytes, let upload):
                let file = try await parts.files.receive(bytes, upload, in: caller.tenantID, expected: bytes.count)
                return ReceivedUpload(file, isNew: true)
            case .sentBefore(let id): return try await reuse(id, besides: others, for: caller)
            }
        } catch let error as FilesError {
            throw UploadRefusal(error, claim.label, at: claim.index)
        } catch is Base64Bytes.Malformed {
            throw UploadRefusal("The data is not base64.", claim.label, at: claim.index)
        }
    }

    /// A file that was sent before. One that went with a question already goes with this one as another file, so that
    /// removing one question leaves the other's; the bytes are stored once.
    private func reuse(
        _ id: ChatFileID,
        besides others: [ReceivedUpload],
        for caller: Principal
    ) async throws -> ReceivedUpload {
        let found = try await parts.database.tenant(caller.tenantID) { transaction -> (StoredFile, Bool)? in
            guard let upload = try transaction.upload(id, of: caller), upload.kind == "file",
                let file = try transaction.file(FileID(id.uuid), of: Chat.service.name)
            else { return nil }
            return (file, upload.turnID == nil)
        }
        guard let (file, isUnused) = found else { throw FilesError.notFound }
        if isUnused, !others.contains(where: { $0.id == id }) { return ReceivedUpload(file, isNew: false) }
        let copy = Upload(
            name: file.name.text,
            type: file.mediaType,
            owner: caller.userID,
            service: Chat.service.name,
            rules: UploadClaim.rules
        )
        let bytes = try await parts.files.bytes(of: file)
        return ReceivedUpload(
            try await parts.files.receive(bytes, copy, in: caller.tenantID, expected: file.size),
            isNew: true
        )
    }
}
