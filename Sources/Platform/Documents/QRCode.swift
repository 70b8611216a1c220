import CQREncode
import Glibc

/// A QR code (ISO/IEC 18004) as a square of modules, error correction level M: legible with 15 % of it damaged.
package struct QRCode: Hashable, Sendable {
    /// How many modules a side has.
    package let size: Int
    private let modules: [Bool]

    /// The code for a text, in the smallest version that holds it.
    ///
    /// - Throws: ``PDFError`` when the text is empty, holds a NUL, or is longer than 2,331 bytes.
    package init(_ text: String) throws(PDFError) {
        guard !text.isEmpty, text.utf8.count <= 2331, !text.utf8.contains(0) else {
            throw PDFError(reason: "a QR code holds 1 to 2,331 bytes")
        }
        guard let code = QRcode_encodeString(text, 0, QR_ECLEVEL_M, QR_MODE_8, 1) else {
            throw PDFError(reason: "the QR code could not be made: \(String(cString: strerror(errno)))")
        }
        defer { QRcode_free(code) }
        size = Int(code.pointee.width)
        // The lowest bit of each byte is the module's colour.
        modules = UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 == 1 }
    }

    /// Whether the module is dark, counted from the upper left corner.
    package subscript(row: Int, column: Int) -> Bool { modules[row * size + column] }
}
