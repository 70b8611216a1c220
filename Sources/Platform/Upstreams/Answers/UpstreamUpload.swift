import FoundationEssentials

/// A file that goes to an upstream with a question.
package struct UpstreamUpload: Hashable, Sendable {
    package var name: String
    /// The type of its content: `image/png`.
    package var type: String
    package var content: Content

    /// What there is of it.
    package enum Content: Hashable, Sendable {
        /// The file itself: an image to look at, a document to put into the flow's memory.
        case bytes([UInt8])
        /// Where the upstream can fetch it.
        case link(String)
        /// What stands in it, read already.
        case text(String)
        /// Somebody speaking.
        case speech([UInt8])
    }

    package init(name: String, type: String, content: Content) {
        (self.name, self.type, self.content) = (name, type, content)
    }
}

extension UpstreamUpload {
    /// The bytes as a `data:` URL.
    static func dataURL(_ bytes: [UInt8], type: String) -> String {
        "data:\(type);base64,\(Data(bytes).base64EncodedString())"
    }
}

/// A turn of a conversation that went before.
package struct UpstreamTurn: Hashable, Sendable {
    package var speaker: Speaker
    package var text: String

    /// Who spoke.
    package enum Speaker: Hashable, Sendable {
        case user
        case assistant
    }

    package init(_ speaker: Speaker, _ text: String) { (self.speaker, self.text) = (speaker, text) }
}
