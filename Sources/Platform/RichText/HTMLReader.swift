import CXML

/// Reads HTML with libxml2's parser as a stream of events: no tree, no network, no entities but HTML's own.
///
/// Two things in that parser take quadratic time (51 s for one hostile megabyte, measured): an end tag is looked for
/// among all open elements, and an attribute's name among all before it in its tag. So elements nested too deeply stop
/// the parser, and a new one goes on behind them; and the parser's dictionary, which every name must enter, is small.
struct HTMLReader {
    /// Bytes of distinct names one text may use; beyond it, new names are no names to the parser. The editor's own
    /// take 300; the same hostile megabyte takes 0.2 s.
    private static let namesLimit = 16_384
    /// Puts the parser into the body, where it does not wrap loose text into paragraphs of its own making.
    private static let opening = Array("<html><body>".utf8)

    private let bytes: [UInt8]
    private let maximumDepth: Int

    init(_ html: String, maximumDepth: Int) {
        self.maximumDepth = maximumDepth
        // Control characters mean nothing in HTML, but end a C string or hide a scheme from a check.
        bytes = html.utf8.filter { $0 >= 0x20 && $0 != 0x7f || $0 == 0x0a || $0 == 0x09 || $0 == 0x0d }
    }

    func read(into visitor: any HTMLVisitor) {
        _ = Self.parserIsReady
        let events = HTMLEvents(visitor: visitor, maximumDepth: maximumDepth)
        var position = 0
        while position < bytes.count {
            parse(bytes[position...], into: events)
            guard let stopped = events.finish() else { return }
            position = afterTag(position + max(0, stopped - Self.opening.count))
        }
    }

    private func parse(_ part: ArraySlice<UInt8>, into events: HTMLEvents) {
        let input = Self.opening + part
        input.withUnsafeBytes { input in
            let start = input.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let context = htmlCreateMemoryParserCtxt(start, Int32(input.count)) else { return }
            defer { htmlFreeParserCtxt(context) }
            let options =
                HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NOERROR.rawValue | HTML_PARSE_NOWARNING.rawValue
                | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
            htmlCtxtUseOptions(context, Int32(options))
            xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
            xmlDictSetLimit(context.pointee.dict, Self.namesLimit)
            events.context = context
            context.pointee.userData = Unmanaged.passUnretained(events).toOpaque()
            context.pointee.sax.pointee = HTMLEvents.callbacks
            withExtendedLifetime(events) { _ = htmlParseDocument(context) }
            events.context = nil
        }
    }

    /// The position behind the end of the tag whose last attribute ends at `position`.
    private func afterTag(_ position: Int) -> Int {
        guard let end = bytes[min(position, bytes.count)...].firstIndex(of: UInt8(ascii: ">")) else {
            return bytes.count
        }
        return end + 1
    }

    private static let parserIsReady: Void = xmlInitParser()
}
