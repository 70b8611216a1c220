package import FoundationEssentials
package import Values

extension ChatNoun {
    package enum File {}
}

/// What came with a question: a file or an address.
package typealias ChatFileID = Identifier<ChatNoun.File>

extension PredictInSession {
    package static var maximumBody: Int? { ChatUpload.maximumBody }
}

extension PredictAlone {
    package static var maximumBody: Int? { ChatUpload.maximumBody }
}

extension ChatUpload {
    /// Files of one question.
    package static let maximumCount = 10
    /// The most bytes of one file.
    package static let maximumSize = 10 << 20
    /// The most bytes of all files of one question. They stand in memory when they are handed on to whoever answers, as
    /// base64 and several times over.
    package static let maximumTotal = 24 << 20
    /// The body that has files of that size in base64, and 1 MB for everything else.
    package static let maximumBody = maximumTotal / 3 * 4 + 1 << 20
}

/// What came with a question, as a history shows it.
package struct UploadItem: Codable, Sendable {
    package var fileID: ChatFileID
    package var name: String
    package var mime: String
    /// In bytes.
    package var size: Int
    /// `file` or `url`.
    package var type: String
    /// Where it is to be had, below the gateway: in place, and to be saved.
    package var url: String
    package var downloadURL: String
    package var isImage: Bool
    package var uploadedAt: Date
    /// Of an image, smaller pictures of it.
    package var thumbnailURL: String?
    package var thumbnailSmall: String?
    package var thumbnailMedium: String?
    package var thumbnailLarge: String?

    // tidy: allow parameter-count — what a row has, given where it is read
    package init(
        _ fileID: ChatFileID,
        name: String,
        mime: String,
        size: Int,
        type: String,
        isImage: Bool,
        uploadedAt: Date
    ) {
        (self.fileID, self.name, self.mime, self.size, self.type) = (fileID, name, mime, size, type)
        (self.isImage, self.uploadedAt) = (isImage, uploadedAt)
        url = "/api/v1/chat/files/\(fileID)"
        downloadURL = url + "?download=true"
        guard isImage else { return }
        thumbnailURL = url + "/thumbnail"
        thumbnailSmall = url + "/thumbnail?size=100"
        thumbnailMedium = url + "/thumbnail?size=300"
        thumbnailLarge = url + "/thumbnail?size=600"
    }
}
