import CPango

/// Owns the C objects of one PDF file in the making, and the bytes written so far.
///
/// Used by one thread: the one that renders.
final class PDFSurface {
    let context: OpaquePointer
    private let surface: OpaquePointer
    private let written: Written

    /// The largest file that is made, far above any document of ours.
    private static let sizeLimit = 64 << 20

    private final class Written {
        var bytes: [UInt8] = []
    }

    init() throws(PDFError) {
        let written = Written()
        let closure = Unmanaged.passUnretained(written).toOpaque()
        let append: cairo_write_func_t = { closure, data, length in
            guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
            let written = Unmanaged<Written>.fromOpaque(closure).takeUnretainedValue()
            guard written.bytes.count + Int(length) <= PDFSurface.sizeLimit else { return CAIRO_STATUS_WRITE_ERROR }
            written.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(length)))
            return CAIRO_STATUS_SUCCESS
        }
        // Cairo never answers null: on failure it hands out an object that carries the error.
        guard let surface = cairo_pdf_surface_create_for_stream(append, closure, 1, 1) else { throw .outOfMemory }
        guard let context = cairo_create(surface) else {
            cairo_surface_destroy(surface)
            throw .outOfMemory
        }
        (self.written, self.surface, self.context) = (written, surface, context)
        cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5)
        try check()
    }

    deinit {
        cairo_destroy(context)
        // Writes the rest of a file that was given up, into `written`, which is still alive.
        cairo_surface_finish(surface)
        cairo_surface_destroy(surface)
    }

    func describe(_ what: cairo_pdf_metadata_t, as text: some StringProtocol) {
        cairo_pdf_surface_set_metadata(surface, what, PrintableText.clean(String(text), limit: 500))
    }

    func begin(_ size: PageSize) {
        cairo_pdf_surface_set_size(surface, size.width, size.height)
    }

    func endPage() {
        cairo_show_page(context)
    }

    /// The whole file.
    func finish() throws(PDFError) -> [UInt8] {
        try check()
        cairo_surface_finish(surface)
        try check()
        return written.bytes
    }

    private func check() throws(PDFError) {
        for status in [cairo_status(context), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            throw PDFError(reason: String(cString: cairo_status_to_string(status)))
        }
    }
}

extension PDFError {
    fileprivate static var outOfMemory: PDFError { PDFError(reason: "out of memory") }
}
