/// An operation whose body is a form with files (`multipart/form-data`, RFC 7578), read part by part as it arrives and
/// never as a whole. Properties that are not in the path come from the query.
package protocol UploadEndpoint: EndpointDeclaration {
    /// What a successful call answers, as an object in the route's dialect.
    associatedtype Response: Codable & Sendable
    /// What the form may hold.
    static var form: UploadForm { get }
}

/// What a form with files may hold.
package struct UploadForm: Sendable {
    /// The names of its parts, for the OpenAPI document.
    package let parts: [String]
    /// How many parts are read.
    package let maximumParts: Int
    /// How many bytes one part may have, and all of them with what stands between.
    package let maximumPartBytes: Int
    package let maximumBytes: Int

    /// `maximumBytes` is what `maximumParts` of that size need, unless it is given.
    package init(
        parts: [String],
        maximumParts: Int,
        maximumPartBytes: Int,
        maximumBytes: Int? = nil
    ) {
        self.parts = parts
        self.maximumParts = maximumParts
        self.maximumPartBytes = maximumPartBytes
        self.maximumBytes = maximumBytes ?? maximumParts * (maximumPartBytes + Multipart.maximumHead + 128) + 128
    }
}
