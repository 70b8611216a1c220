/// Writes what it visits as HTML, as far as it is allowed.
final class Sanitizer: HTMLVisitor {
    private(set) var output: [UInt8] = []

    /// The elements that have begun and not ended, outermost first.
    private var frames: [Frame] = []
    /// The indices of the frames whose start tag is written and whose end tag is not.
    private var written: [Int] = []
    /// Whether the output ends in words, and whether a block has ended since that is not written: `<div>a</div>b`.
    private var endsInWords = false
    private var needsSpace = false

    private enum Frame {
        case open(Element)
        case unwrapped(isBlock: Bool)
        /// Written and ended before its time by another element.
        case closed
    }

    func start(_ element: Element?, isBlock: Bool, attributes: Attributes) {
        guard let element, let allowed = AllowedAttributes.of(element, attributes) else {
            frames.append(.unwrapped(isBlock: isBlock))
            needsSpace = needsSpace || isBlock
            return
        }
        while let last = written.last, case .open(let outer) = frames[last], outer.isClosed(by: element) {
            write(endOf: outer)
            frames[last] = .closed
            written.removeLast()
        }
        separate(before: element)
        output.append(UInt8(ascii: "<"))
        output.append(contentsOf: element.rawValue.utf8)
        for attribute in allowed {
            output.append(contentsOf: " \(attribute.name)=\"".utf8)
            var value = attribute.value
            value.withUTF8 { escape($0) }
            output.append(UInt8(ascii: "\""))
        }
        output.append(UInt8(ascii: ">"))
        if element.isVoid {
            frames.append(.closed)
        } else {
            written.append(frames.count)
            frames.append(.open(element))
        }
    }

    func end() {
        switch frames.popLast() {
        case .open(let element):
            written.removeLast()
            write(endOf: element)
        case .unwrapped(let isBlock): needsSpace = needsSpace || isBlock
        case .closed, nil: break
        }
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        if needsSpace, endsInWords, let first = bytes.first, first != 0x20, first != 0x0a {
            output.append(UInt8(ascii: "\n"))
        }
        needsSpace = false
        endsInWords = true
        escape(bytes)
    }

    private func separate(before element: Element) {
        if needsSpace, endsInWords, !element.isBlock, element != .br { output.append(UInt8(ascii: "\n")) }
        needsSpace = false
        endsInWords = !element.isBlock && element != .br
    }

    private func write(endOf element: Element) {
        output.append(contentsOf: "</\(element.rawValue)>".utf8)
        if element.isBlock { endsInWords = false }
    }

    /// Control characters that a character reference brought in are left out, as they are from the input.
    private func escape(_ bytes: UnsafeBufferPointer<UInt8>) {
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "&"): output.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): output.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): output.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): output.append(contentsOf: "&quot;".utf8)
            case 0x09, 0x0a, 0x20..<0x7f, 0x80...: output.append(byte)
            default: break
            }
        }
    }
}
