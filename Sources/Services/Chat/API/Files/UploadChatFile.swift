package import Access
package import Endpoints

/// Takes a file for a question that is still to come: the question names it as an upload of the type `stored_file`. One
/// that no question names within a day is removed.
package struct UploadChatFile: UploadEndpoint {
    package static let route = Route.post(
        "/api/v1/chat/upload",
        "Uploads a file for a question that is still to come.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static let form = UploadForm(
        parts: ["file"],
        maximumParts: 8,
        maximumPartBytes: ChatUpload.maximumSize,
        maximumBytes: ChatUpload.maximumSize + 1 << 16
    )
    package typealias Response = UploadItem
}
