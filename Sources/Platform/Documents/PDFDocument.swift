import CPango
package import FoundationEssentials
import Values

/// A PDF made by drawing: vector pages with text in every script, small enough to mail and the same for the same input.
///
/// ```swift
/// let diploma = PDFDocument(title: "Certificate", author: "Sunrise Academy", created: issuedAt)
/// let bytes = try await diploma.rendered { pages in
///     pages.add(.a4Landscape) { page in
///         page.text(name, in: Box(x: 60, y: 200, width: 720, height: 60), style: TextStyle(size: 36, weight: .bold))
///     }
/// }
/// ```
package struct PDFDocument: Sendable {
    /// The name a reader shows in its window's title.
    package var title: String
    /// Who answers for the document: the school.
    package var author: String
    /// The moment written into the file, to the second; passed in, so that equal input gives equal bytes.
    package var created: Date

    package init(title: String, author: String, created: Date) {
        (self.title, self.author, self.created) = (title, author, created)
    }

    /// The file's bytes, drawn on the calling thread: some milliseconds of computing, without a wait.
    ///
    /// - Throws: ``PDFError`` when drawing failed, or what `draw` throws.
    package func render(_ draw: (PDFPages) throws -> Void) throws -> [UInt8] {
        let surface = try PDFSurface()
        surface.describe(CAIRO_PDF_METADATA_TITLE, as: title)
        surface.describe(CAIRO_PDF_METADATA_AUTHOR, as: author)
        surface.describe(CAIRO_PDF_METADATA_CREATOR, as: "Elymica")
        surface.describe(CAIRO_PDF_METADATA_CREATE_DATE, as: Timestamp.text(created).prefix(19) + "Z")
        try draw(PDFPages(surface: surface))
        return try surface.finish()
    }

    /// The file's bytes, drawn off the caller's actor.
    ///
    /// - Throws: ``PDFError`` when drawing failed, or what `draw` throws.
    @concurrent
    package func rendered(_ draw: @Sendable (PDFPages) throws -> Void) async throws -> [UInt8] {
        try render(draw)
    }
}

/// The pages of a document that is being drawn; means nothing once it is.
package struct PDFPages {
    private let surface: PDFSurface

    fileprivate init(surface: PDFSurface) { self.surface = surface }

    /// Draws the next page.
    package func add(_ size: PageSize, _ draw: (PDFPage) throws -> Void) rethrows {
        surface.begin(size)
        defer { surface.endPage() }
        try draw(PDFPage(surface: surface, size: size))
    }
}

/// Why a document could not be made.
package struct PDFError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the drawing library says, or which limit was passed.
    package let reason: String

    package var description: String { "the PDF could not be drawn: \(reason)" }
}
