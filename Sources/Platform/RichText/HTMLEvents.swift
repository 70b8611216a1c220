import CXML

/// Receives the parser's callbacks, leaves out what is dropped whole, and hands the rest to the visitor.
///
/// Lives only on the stack of ``HTMLReader/read(into:)``; the parser calls it on the same thread.
final class HTMLEvents {
    /// The parser at work.
    var context: htmlParserCtxtPtr?

    private let visitor: any HTMLVisitor
    /// Where the parser was stopped because of the depth, in bytes from its start.
    private var stoppedAt: Int?
    private let maximumDepth: Int
    private var depth = 0
    /// The depth of the outermost element that is being left out with all it holds.
    private var droppedDepth: Int?

    init(visitor: any HTMLVisitor, maximumDepth: Int) {
        self.visitor = visitor
        self.maximumDepth = maximumDepth
    }

    /// Ends what is still open. Where to go on, when the parser was stopped; `nil` when there is no more to read.
    func finish() -> Int? {
        let isDropping = droppedDepth != nil
        if let droppedDepth { depth = min(depth, droppedDepth - 1) }
        while depth > 0 {
            visitor.end()
            depth -= 1
        }
        defer { stoppedAt = nil }
        return isDropping ? nil : stoppedAt
    }

    private func start(_ name: UnsafePointer<UInt8>, _ attributes: Attributes) {
        guard stoppedAt == nil else { return }
        let text = String(cString: name)
        let description = htmlTagLookup(name)
        let isLeaf = description.map { $0.pointee.empty != 0 } ?? false || text == "script" || text == "style"
        if depth >= maximumDepth, !isLeaf {
            if droppedDepth == nil, Element.dropped.contains(text) { droppedDepth = depth + 1 }
            stoppedAt = max(0, Int(xmlByteConsumed(context)))
            xmlStopParser(context)
            return
        }
        depth += 1
        guard droppedDepth == nil else { return }
        if Element.dropped.contains(text) {
            droppedDepth = depth
        } else {
            let element = Element.named[text]
            let isBlock =
                element?.isBlock ?? (description.map { $0.pointee.isinline == 0 } ?? Element.newerBlocks.contains(text))
            visitor.start(element, isBlock: isBlock, attributes: attributes)
        }
    }

    private func end() {
        guard stoppedAt == nil, depth > 0 else { return }
        if let droppedDepth {
            if droppedDepth == depth { self.droppedDepth = nil }
        } else {
            visitor.end()
        }
        depth -= 1
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if stoppedAt == nil, droppedDepth == nil { visitor.text(bytes) }
    }

    /// The callbacks for the parser; those left empty (comments, processing instructions, …) leave things out.
    static var callbacks: htmlSAXHandler {
        var callbacks = htmlSAXHandler()
        callbacks.startElement = { context, name, attributes in
            guard let context, let name else { return }
            HTMLEvents.from(context).start(name, Attributes(pairs: attributes))
        }
        callbacks.endElement = { context, _ in
            guard let context else { return }
            HTMLEvents.from(context).end()
        }
        callbacks.characters = { context, start, count in
            guard let context else { return }
            HTMLEvents.from(context).text(UnsafeBufferPointer(start: start, count: Int(count)))
        }
        callbacks.ignorableWhitespace = callbacks.characters
        return callbacks
    }

    private static func from(_ context: UnsafeMutableRawPointer) -> HTMLEvents {
        Unmanaged<HTMLEvents>.fromOpaque(context).takeUnretainedValue()
    }
}
