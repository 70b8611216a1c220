package import ChatAPI
import Files
package import FoundationEssentials
package import Values

/// A file or an address that came with a question, found good, before the question is kept with it.
package struct ReceivedUpload: Sendable {
    package let id: ChatFileID
    package let name: String
    package let mediaType: String
    /// In bytes; of an address, its length.
    package let size: Int
    let content: Content

    enum Content: Sendable {
        /// A file that came now. It is pending until it is attached.
        case new(StoredFile)
        /// A file that was sent before and that no question has had yet.
        case earlier(StoredFile)
        case link(String)
    }

    init(_ file: StoredFile, isNew: Bool) {
        (id, name, mediaType, size) = (ChatFileID(file.id.uuid), file.name.text, file.mediaType, file.size)
        content = isNew ? .new(file) : .earlier(file)
    }

    /// An address. Of what type it is, its sender says, and nobody looks.
    init(link: String, name: String, type: String, id: ChatFileID = ChatFileID()) {
        (self.id, self.name, mediaType, size) = (id, name, type, link.utf8.count)
        content = .link(link)
    }

    /// The file, unless it is an address.
    var file: StoredFile? {
        switch content {
        case .new(let file), .earlier(let file): file
        case .link: nil
        }
    }
}

extension [ReceivedUpload] {
    /// The event that tells a client which of its files were taken (contract section 4.3); `nil` when it sent none.
    package func filesUploaded(at now: Date) -> JSON? {
        guard !isEmpty else { return nil }
        let files: [JSON] = map { upload in
            [
                "file_id": .string(upload.id.description), "name": .string(upload.name),
                "size": .integer(upload.size), "type": .string(upload.mediaType),
            ]
        }
        return [
            "event": "files_uploaded", "data": ["file_count": .integer(count), "files": .array(files)],
            "timestamp": .string(Timestamp.text(now)),
        ]
    }
}
