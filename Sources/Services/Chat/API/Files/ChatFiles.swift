package import Access
package import Endpoints
package import Values

/// A file that the caller has uploaded (C18): images of pixels in place, everything else to be saved.
///
/// Whoever uploaded a file may have it; for everybody else there is none. One range of it can be asked for.
package struct DownloadChatFile: StreamEndpoint {
    package static let route = Route.get(
        "/api/v1/chat/files/{file_id}",
        "A file that the caller has uploaded.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static let mediaTypes = ["application/octet-stream"]
    package static var headerNames: Set<String> { FileConditions.headerNames }

    package var fileID: String
    /// Whether it is to be saved, also when it could be shown.
    package var download: Flag?
    package var range: String?
    package var ifRange: String?
    package var ifNoneMatch: String?

    package var conditions: FileConditions {
        FileConditions(range: range, ifRange: ifRange, ifNoneMatch: ifNoneMatch)
    }
}

/// A small picture of an image (C19) that fits a square of `size` pixels, 200 unless it is said: PNG where the image
/// has transparent parts, otherwise JPEG. It is never larger than the image.
package struct GetChatThumbnail: StreamEndpoint {
    package static let route = Route.get(
        "/api/v1/chat/files/{file_id}/thumbnail",
        "A small picture of an image that the caller has uploaded.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package static let mediaTypes = ["image/jpeg", "image/png"]
    package static var headerNames: Set<String> { FileConditions.headerNames }

    package var fileID: String
    package var size: PixelCount?
    package var range: String?
    package var ifRange: String?
    package var ifNoneMatch: String?

    package var conditions: FileConditions {
        FileConditions(range: range, ifRange: ifRange, ifNoneMatch: ifNoneMatch)
    }
}

/// Removes a file that the caller has uploaded (C20).
package struct DeleteChatFile: Endpoint {
    package static let route = Route.delete(
        "/api/v1/chat/files/{file_id}",
        "Removes a file that the caller has uploaded.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package var fileID: String

    package struct Response: Codable, Sendable {
        package var message: String
        package var fileID: ChatFileID

        package init(_ fileID: ChatFileID) { (message, self.fileID) = ("File deleted successfully", fileID) }
    }
}

/// The headers by which a client asks for a part of a file, or for nothing when it has it.
package struct FileConditions: Sendable {
    static let headerNames: Set<String> = ["range", "if_range", "if_none_match"]

    package let range: String?
    package let ifRange: String?
    package let ifNoneMatch: String?
}

/// A yes or no in a query, in the words that clients of the chat platform use: Python writes `True`.
package enum Flag: String, Codable, Sendable, SchemaDescribing {
    case yes = "true"
    case no = "false"

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self).lowercased()
        switch text {
        case "true", "1", "yes", "on": self = .yes
        case "false", "0", "no", "off": self = .no
        default: throw InvalidValue("must be true or false", at: decoder.codingPath)
        }
    }

    package static var schema: JSON { ["type": "boolean"] }
    package static var example: Self { .yes }
}

/// How many pixels something is wide. Any whole number is one: whoever makes the picture brings it into range.
package struct PixelCount: Codable, Sendable, SchemaDescribing {
    package let value: Int

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            throw InvalidValue("must be a whole number", at: decoder.codingPath)
        }
        value = Int(text) ?? (text.hasPrefix("-") ? .min : .max)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(String(value))
    }

    private init(_ value: Int) { self.value = value }
    package static var schema: JSON { ["type": "integer"] }
    package static var example: Self { Self(200) }
}
