import ChatAPI
import Files
import NIOCore
package import Upstreams

extension ChatService {
    /// What was received as those who answer take it: images and documents as bytes, text as text where it is UTF-8,
    /// addresses as they are. Reads the files into memory.
    package func upstreamUploads(_ uploads: [ReceivedUpload]) async throws -> [UpstreamUpload] {
        var result: [UpstreamUpload] = []
        for upload in uploads {
            let content: UpstreamUpload.Content
            switch upload.content {
            case .link(let link): content = .link(link)
            case .new(let file), .earlier(let file):
                do {
                    content = Self.content(try await bytes(of: file), of: file)
                } catch let error as FilesError {
                    throw UploadRefusal(error, upload.name)
                }
            }
            result.append(UpstreamUpload(name: upload.name, type: upload.mediaType, content: content))
        }
        return result
    }

    private static func content(_ bytes: [UInt8], of file: StoredFile) -> UpstreamUpload.Content {
        guard ["text/plain", "text/csv"].contains(file.mediaType), let text = String(validating: bytes, as: UTF8.self)
        else { return .bytes(bytes) }
        return .text(text.unicodeScalars.first == "\u{feff}" ? String(text.unicodeScalars.dropFirst()) : text)
    }

    private func bytes(of file: StoredFile) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(file.size)
        for try await piece in try await parts.files.bytes(of: file) { bytes += piece.readableBytesView }
        return bytes
    }
}
