import Mustache

/// HTML or plain text with places for values (Mustache), parsed once and filled in often.
///
/// ```swift
/// let greeting = try PageTemplate(html: "<h1 title=\"{{school}}\">{{name}}</h1>{{#isNew}}<p>Welcome.</p>{{/isNew}}")
/// let page = greeting.filled(["school": "Sunrise & Co", "name": .text(name), "isNew": true])
/// ```
///
/// In HTML every text is escaped for elements and for quoted attributes, Unicode scalar by scalar: the library's own
/// escaping goes by grapheme clusters and lets `<` pass after U+0600, or `"` before an accent. There is no way to put a
/// value in unescaped, `{{{name}}}` included.
package struct PageTemplate: Sendable {
    private let template: MustacheTemplate
    private let isHTML: Bool

    /// A page, or a part of one.
    ///
    /// - Throws: when the template is not well-formed; a mistake of the code that holds it.
    package init(html: String) throws { try self.init(html, isHTML: true) }

    /// Plain text, such as a mail's; values stand in it as they are.
    package init(text: String) throws { try self.init(text, isHTML: false) }

    private init(_ source: String, isHTML: Bool) throws {
        // The values come escaped: the library must not do it again.
        template = try MustacheTemplate(string: "{{% CONTENT_TYPE:TEXT}}" + source)
        self.isHTML = isHTML
    }

    /// The page with its values in place. A name without a value is empty, and false.
    package func filled(_ values: [String: PageValue]) -> String {
        template.render(values.mapValues { $0.rendered(escaping: isHTML) })
    }
}

/// What can be put into a page.
package enum PageValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral {
    case text(String)
    /// Shows or hides a section.
    case flag(Bool)
    /// Repeats a section, once for each element.
    case list([[String: PageValue]])

    package init(stringLiteral value: String) { self = .text(value) }
    package init(booleanLiteral value: Bool) { self = .flag(value) }
}

extension PageValue {
    /// As the library takes it.
    fileprivate func rendered(escaping: Bool) -> Any {
        switch self {
        case .text(let text): escaping ? HTMLText.escaped(text) : text
        case .flag(let flag): flag
        case .list(let elements): elements.map { $0.mapValues { $0.rendered(escaping: escaping) } }
        }
    }
}

/// Text as HTML has it.
enum HTMLText {
    /// The text with the five characters that could end it replaced, for an element's content or a quoted attribute.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
            case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
            case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
            case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
            case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
            default: escaped.append(scalar)
            }
        }
        return String(escaped)
    }
}
