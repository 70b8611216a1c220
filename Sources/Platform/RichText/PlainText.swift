/// Writes the words of what it visits, laid out with spaces and line breaks.
final class PlainText: HTMLVisitor {
    private(set) var output: [UInt8] = []

    private var open: [(element: Element?, isBlock: Bool)] = []
    /// What stands between the words so far and the next ones.
    private var gap = Gap.none
    /// Whether the next words are the first of a list item.
    private var needsBullet = false

    private enum Gap: Int {
        case none
        case space
        case tab
        case line
        case paragraph
    }

    func start(_ element: Element?, isBlock: Bool, attributes: Attributes) {
        separate(element, isBlock: isBlock)
        open.append((element, isBlock))
        if element == .li { needsBullet = true }
        if element == .img, var description = attributes["alt"] { description.withUTF8 { text($0) } }
    }

    func end() {
        guard let (element, isBlock) = open.popLast() else { return }
        if element == .li { needsBullet = false }
        separate(element, isBlock: isBlock)
    }

    func text(_ bytes: UnsafeBufferPointer<UInt8>) {
        let isPreformatted = lies(in: .pre)
        for byte in bytes {
            switch byte {
            case 0x20, 0x09, 0x0a:
                if isPreformatted { write(byte) } else { widen(.space) }
            case 0x00..<0x20, 0x7f: break
            default: write(byte)
            }
        }
    }

    private func separate(_ element: Element?, isBlock: Bool) {
        switch element {
        case .li, .tr, .thead, .tbody, .br: widen(.line)
        case .th, .td: widen(.tab)
        case nil: widen(isBlock ? .line : .none)
        default:
            guard isBlock else { return }
            // A table's row stays one line.
            let isInCell = lies(in: .td) || lies(in: .th)
            widen(isInCell ? .space : lies(in: .li) ? .line : .paragraph)
        }
    }

    private func lies(in element: Element) -> Bool { open.contains { $0.element == element } }

    private func widen(_ wanted: Gap) {
        if wanted.rawValue > gap.rawValue { gap = wanted }
    }

    private func write(_ byte: UInt8) {
        if !output.isEmpty {
            switch gap {
            case .none: break
            case .space: output.append(0x20)
            case .tab: output.append(0x09)
            case .line: output.append(0x0a)
            case .paragraph: output.append(contentsOf: [0x0a, 0x0a])
            }
        }
        gap = .none
        if needsBullet { output.append(contentsOf: "- ".utf8) }
        needsBullet = false
        output.append(byte)
    }
}
