/// An element that may stand in rich text: what the editor makes, and no more.
enum Element: String, CaseIterable {
    case p, h1, h2, h3, h4, h5, h6, ul, ol, li, blockquote, pre, hr, figure, figcaption
    case table, thead, tbody, tr, th, td
    case br, img, a, code, strong, b, em, i, u, s, sub, sup, span, mark

    static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.rawValue, $0) })

    /// Elements that go with all they hold: nothing in them is text for a reader.
    static let dropped: Set<String> = [
        "script", "style", "iframe", "object", "applet", "svg", "math", "form", "template", "noscript", "noembed",
        "noframes", "frameset", "textarea", "select", "title", "xmp", "plaintext", "audio", "video", "canvas",
    ]

    /// Elements that are blocks in HTML 5, which the parser knows nothing of.
    static let newerBlocks: Set<String> = [
        "article", "aside", "details", "footer", "header", "main", "nav", "section", "summary",
    ]

    var isVoid: Bool { self == .br || self == .hr || self == .img }

    var isBlock: Bool {
        switch self {
        case .br, .img, .a, .code, .strong, .b, .em, .i, .u, .s, .sub, .sup, .span, .mark: false
        default: true
        }
    }

    /// Whether this element, while open, is closed by the beginning of `next`.
    ///
    /// Covers all that the parser closes by itself (its `htmlStartClose` table): with an unknown element between
    /// them the parser lets `<p>` stand in `<p>`, but would not when it reads what was written, and then a second
    /// sanitizing would change the text again.
    func isClosed(by next: Element) -> Bool {
        switch self {
        case .p: next.isBlock
        case .h1, .h2, .h3, .h4, .h5, .h6: next == .p || next == .li || next.isHeading || next.isTablePart
        case .ul: next == .ol || next == .pre
        case .ol: next == .ul
        case .li: next == .li
        case .pre: next == .ul || next == .ol || next == .li || next.isTablePart
        case .b, .i, .u, .s: next == .p || next == .th || next == .td
        case .a: next == .a || next.isTablePart
        case .span: next == .th || next == .td
        case .thead, .tbody: next == .thead || next == .tbody
        case .tr: next == .thead || next == .tbody || next == .tr
        case .th, .td: next.isTablePart && next != .table
        default: false
        }
    }

    private var isHeading: Bool {
        switch self {
        case .h1, .h2, .h3, .h4, .h5, .h6: true
        default: false
        }
    }

    private var isTablePart: Bool {
        switch self {
        case .table, .thead, .tbody, .tr, .th, .td: true
        default: false
        }
    }
}
