package import HTTPTypes

/// How a file is answered: status, headers, and which of its bytes are the body. A value; nothing is read yet.
package struct FileAnswer: Hashable, Sendable {
    /// 200, 206, 304 or 416.
    package let status: HTTPResponse.Status
    package let headers: HTTPFields
    /// Which bytes to send; empty for 304 and 416.
    package let range: Range<Int>

    /// Reads `Range`, `If-Range` and `If-None-Match`; other headers are not looked at.
    ///
    /// A file is private to those who may see it, never run, never guessed at, and shown in place only when it is an
    /// image and `asAttachment` is not set.
    package init(_ file: FileDescription, to request: HTTPFields = [:], asAttachment: Bool = false) {
        var headers = file.headers(asAttachment: asAttachment)
        guard !Self.matches(request[values: .ifNoneMatch], file.entityTag) else {
            (status, range) = (.notModified, 0..<0)
            headers[.contentType] = nil
            headers[.contentDisposition] = nil
            self.headers = headers
            return
        }
        // A date cannot tell two versions apart (RFC 9110 §13.1.5); a tag of ours can.
        let isCurrent = request[.ifRange].map { $0 == file.entityTag } ?? true
        let ranges = request[values: .range]
        switch ByteRange(isCurrent && ranges.count == 1 ? ranges[0] : nil, size: file.size) {
        case .whole:
            (status, range) = (.ok, 0..<file.size)
            headers[.contentLength] = String(file.size)
        case .part(let part):
            (status, range) = (.partialContent, part)
            headers[.contentLength] = String(part.count)
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(file.size)"
        case .unsatisfiable:
            (status, range) = (.rangeNotSatisfiable, 0..<0)
            headers[.contentType] = nil
            headers[.contentDisposition] = nil
            headers[.contentRange] = "bytes */\(file.size)"
        }
        self.headers = headers
    }

    private static func matches(_ values: [String], _ tag: String) -> Bool {
        values.contains { value in
            value.split(separator: ",").contains { item in
                let item = String(item).trimmingBlanks
                return item == "*" || item == tag || item == "W/" + tag
            }
        }
    }
}

/// What the headers of a file tell.
package struct FileDescription: Hashable, Sendable {
    package let name: FileName
    package let mediaType: String
    /// How its characters are written, when it is text and that is known.
    package let charset: String?
    package let size: Int
    package let hash: ContentHash
    /// How long a browser may keep it, in seconds.
    package var maximumAge = 3600

    package init(name: FileName, mediaType: String, charset: String? = nil, size: Int, hash: ContentHash) {
        (self.name, self.mediaType, self.charset) = (name, mediaType, charset)
        (self.size, self.hash) = (size, hash)
    }

    /// Equal for equal bytes and for no others.
    package var entityTag: String { "\"\(hash.hexadecimal.prefix(32))\"" }

    fileprivate func headers(asAttachment: Bool) -> HTTPFields {
        var headers = HTTPFields()
        let isInline = !asAttachment && FileType.images.contains(mediaType)
        headers[.contentType] = charset.map { "\(mediaType); charset=\($0)" } ?? mediaType
        headers[.contentDisposition] = ContentDisposition.header(name, isInline: isInline)
        headers[.xContentTypeOptions] = "nosniff"
        headers[.contentSecurityPolicy] = "default-src 'none'; sandbox"
        headers[.cacheControl] = "private, max-age=\(maximumAge)"
        headers[.acceptRanges] = "bytes"
        headers[.eTag] = entityTag
        return headers
    }
}
