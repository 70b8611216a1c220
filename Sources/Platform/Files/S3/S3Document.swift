import CXML

/// What an S3 service says in XML: elements with a name, and either elements or text in them.
struct S3Document {
    let name: String
    let text: String
    let children: [S3Document]

    /// Reads a document with libxml2, which fetches nothing and expands nothing here; `nil` when it is none.
    init?(_ bytes: [UInt8]) {
        let options = Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
        let document = bytes.withUnsafeBytes { buffer in
            xmlReadMemory(
                buffer.baseAddress?.assumingMemoryBound(to: CChar.self),
                Int32(clamping: buffer.count),
                nil,
                nil,
                options
            )
        }
        guard let document else { return nil }
        defer { xmlFreeDoc(document) }
        guard let root = xmlDocGetRootElement(document) else { return nil }
        self.init(root, depth: 0)
    }

    /// The first element of that name in this one.
    subscript(name: String) -> String? { children.first { $0.name == name }?.text }

    /// Deeper than any answer of S3 there is nothing to read.
    private init(_ node: xmlNodePtr, depth: Int) {
        name = node.pointee.name.map { String(cString: $0) } ?? ""
        var (text, children): (String, [S3Document]) = ("", [])
        var next = depth < 8 ? node.pointee.children : nil
        while let child = next {
            switch child.pointee.type {
            case XML_ELEMENT_NODE: children.append(S3Document(child, depth: depth + 1))
            case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
                text += child.pointee.content.map { String(cString: $0) } ?? ""
            default: break
            }
            next = child.pointee.next
        }
        (self.text, self.children) = (text, children)
    }
}
