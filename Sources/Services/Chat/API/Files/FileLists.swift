package import Access
package import Endpoints
package import FoundationEssentials
import Values

/// What the caller has uploaded in a session of theirs (C21).
package struct ListSessionFiles: Endpoint {
    package static let route = Route.get(
        "/api/v1/chat/files/session/{session_id}",
        "What was uploaded in a session.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package var sessionID: String

    package struct Response: Codable, Sendable {
        package var sessionID: ChatSessionID
        package var files: [ListedFile]

        package init(_ sessionID: ChatSessionID, _ files: [ListedFile]) {
            (self.sessionID, self.files) = (sessionID, files)
        }
    }
}

/// What the caller has uploaded with a question (C22); of one that is not theirs, nothing.
package struct ListMessageFiles: Endpoint {
    package static let route = Route.get(
        "/api/v1/chat/files/message/{message_id}",
        "What was uploaded with a question.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package var messageID: String

    package struct Response: Codable, Sendable {
        package var messageID: String
        package var files: [ListedFile]

        package init(_ messageID: String, _ files: [ListedFile]) {
            (self.messageID, self.files) = (messageID, files)
        }
    }
}

/// An upload as lists of files show it.
package struct ListedFile: Codable, Sendable {
    package var fileID: ChatFileID
    package var originalName: String
    package var mimeType: String
    /// In bytes.
    package var fileSize: Int
    /// `file` or `url`.
    package var uploadType: String
    package var uploadedAt: Date
    /// Whether anything was read out of it beforehand; nothing ever is.
    package var processed: Bool
    /// Of an address, the address.
    package var metadata: [String: String]

    // tidy: allow parameter-count — what a row has, given where it is read
    package init(
        _ fileID: ChatFileID,
        name: String,
        mime: String,
        size: Int,
        type: String,
        url: String?,
        uploadedAt: Date
    ) {
        (self.fileID, originalName, mimeType, fileSize) = (fileID, name, mime, size)
        (uploadType, self.uploadedAt, processed) = (type, uploadedAt, false)
        metadata = url.map { ["url": $0] } ?? [:]
    }
}
