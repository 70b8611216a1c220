/// A type of file that we know: what it is called, how its names end, and how its bytes are recognised.
package struct FileType: Hashable, Sendable {
    /// What it is called on the wire: `image/png`.
    package let mediaType: String
    /// How names of such files end, the usual one first, in lower case and without a dot.
    package let extensions: [String]
    /// What else clients call it.
    let aliases: Set<String>
    /// What libmagic calls its content.
    let contents: Set<String>
    /// Whether a thumbnail can be made of it.
    package let isImage: Bool
    /// Whether its content is characters.
    let isText: Bool
    /// Whether it is a ZIP archive inside, which is looked into before it is taken.
    let isArchive: Bool

    private init(
        _ mediaType: String,
        _ extensions: [String],
        aliases: Set<String> = [],
        contents: Set<String> = [],
        isImage: Bool = false,
        isText: Bool = false,
        isArchive: Bool = false
    ) {
        (self.mediaType, self.extensions, self.aliases) = (mediaType, extensions, aliases)
        self.contents = contents.union([mediaType])
        (self.isImage, self.isText, self.isArchive) = (isImage, isText, isArchive)
    }

    /// Pictures made of pixels, which run nothing: what a browser may show in place. All else is downloaded.
    static let images: Set<String> = Set([jpeg, png, gif, webp].map(\.mediaType))

    package static let jpeg = FileType(
        "image/jpeg",
        ["jpg", "jpeg"],
        aliases: ["image/jpg", "image/pjpeg"],
        isImage: true
    )
    package static let png = FileType("image/png", ["png"], aliases: ["image/x-png"], isImage: true)
    package static let gif = FileType("image/gif", ["gif"], isImage: true)
    package static let webp = FileType("image/webp", ["webp"], isImage: true)
    package static let pdf = FileType("application/pdf", ["pdf"], aliases: ["application/x-pdf"])
    /// Text is what it reads as: libmagic takes prose with an odd first line for a program.
    package static let plainText = FileType(
        "text/plain",
        ["txt", "text", "md"],
        aliases: ["text/markdown"],
        contents: ["application/json", "application/csv", "application/x-ndjson"],
        isText: true
    )
    /// Spreadsheet programs have browsers announce it as their own.
    package static let csv = FileType(
        "text/csv",
        ["csv"],
        aliases: ["application/csv", "text/x-csv", "text/comma-separated-values", "application/vnd.ms-excel"],
        contents: ["application/csv", "text/plain"],
        isText: true
    )
    package static let doc = FileType("application/msword", ["doc"])
    package static let docx = office("wordprocessingml.document", "docx")
    package static let xlsx = office("spreadsheetml.sheet", "xlsx")
    package static let pptx = office("presentationml.presentation", "pptx")

    private static func office(_ kind: String, _ ending: String) -> FileType {
        FileType("application/vnd.openxmlformats-officedocument." + kind, [ending], isArchive: true)
    }

    /// Whether bytes that libmagic calls so can be of this type.
    func admits(_ content: DetectedContent) -> Bool {
        guard isText else { return contents.contains(content.mediaType) }
        guard content.isText else { return false }
        return contents.contains(content.mediaType) || (self == .plainText && content.isProse)
    }
}

/// What libmagic says of bytes.
struct DetectedContent: Hashable, Sendable {
    /// `image/png`.
    let mediaType: String
    /// `utf-8`, `us-ascii`, `binary`, …
    let encoding: String

    /// Whether they are characters: markup and programs are, too.
    var isText: Bool { encoding != "binary" && !encoding.hasPrefix("unknown") }

    /// Whether nothing but a reader would make anything of them.
    var isProse: Bool {
        mediaType.hasPrefix("text/") && !["text/html", "text/xml", "text/xml-sitemap"].contains(mediaType)
    }

    /// How the characters are written, where that is beyond doubt.
    var charset: String? { ["utf-8", "us-ascii"].contains(encoding) ? "utf-8" : nil }
}
