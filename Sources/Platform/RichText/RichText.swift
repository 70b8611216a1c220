package import Values

/// HTML that people wrote in the rich text editor, made safe to show to others.
///
/// What comes in is whatever a client sent; what goes out holds only the elements and attributes the editor makes,
/// written anew from what was understood, every text and attribute escaped. There is no element in it whose content a
/// browser reads by other rules than HTML's (`style`, `svg`, `math`, `noscript`, …), so a browser cannot understand
/// it differently from the way it was checked (mutation XSS).
package enum RichText {
    /// The longest text that is read and the longest that is written, in bytes of UTF-8.
    package static let maximumLength = 1 << 20
    /// How deep elements may lie inside each other; what lies deeper is kept, but moved to the top.
    package static let maximumDepth = 256

    /// The same text with nothing in it but what the editor makes; sanitizing twice changes nothing more.
    ///
    /// Unknown elements are replaced by what they hold; scripts, styles, frames, plug-ins, foreign markup, forms and
    /// templates go with what they hold. Time is linear in the length.
    /// - Throws: ``InvalidValue`` when the text, before or after, is longer than ``maximumLength``.
    package static func sanitize(_ html: String) throws(InvalidValue) -> String {
        let sanitizer = Sanitizer()
        try read(html, into: sanitizer)
        guard sanitizer.output.count <= maximumLength else { throw tooLong }
        // Marks stand together now that were written as references, or with a comment between them.
        return String(decoding: sanitizer.output, as: UTF8.self).streamSafe
    }

    /// The words alone, for search and for the text part of a mail: one line a block, a blank line between paragraphs.
    ///
    /// - Throws: ``InvalidValue`` when the text is longer than ``maximumLength``.
    package static func plainText(_ html: String) throws(InvalidValue) -> String {
        let text = PlainText()
        try read(html, into: text)
        return String(decoding: text.output, as: UTF8.self).streamSafe
    }

    private static func read(_ html: String, into visitor: any HTMLVisitor) throws(InvalidValue) {
        guard html.utf8.count <= maximumLength else { throw tooLong }
        HTMLReader(html, maximumDepth: maximumDepth).read(into: visitor)
    }

    private static var tooLong: InvalidValue { InvalidValue("must have at most \(maximumLength) bytes") }
}
