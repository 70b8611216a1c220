import Values

/// Is told what an HTML text holds, in order; every `start` is followed by its `end`, well nested.
protocol HTMLVisitor: AnyObject {
    /// An element begins; `nil` for one that is not in ``Element``, whose content is kept all the same.
    func start(_ element: Element?, isBlock: Bool, attributes: Attributes)
    /// The innermost element that has begun ends.
    func end()
    /// Text with its character references resolved; an element's text may come in several pieces.
    func text(_ bytes: UnsafeBufferPointer<UInt8>)
}

/// The attributes of one element, valid only during the call they came with.
struct Attributes {
    /// Name and value by turns, ended by a null pointer, as the parser hands them out.
    let pairs: UnsafeMutablePointer<UnsafePointer<UInt8>?>?

    /// The value with its character references resolved; empty for an attribute without one.
    subscript(_ name: StaticString) -> String? {
        guard var pair = pairs else { return nil }
        while let candidate = pair[0] {
            if Self.equal(candidate, name) {
                let value = pair[1].map { String(cString: $0) } ?? ""
                return value.isStreamSafe ? value : ""
            }
            pair += 2
        }
        return nil
    }

    private static func equal(_ candidate: UnsafePointer<UInt8>, _ name: StaticString) -> Bool {
        for index in 0..<name.utf8CodeUnitCount where candidate[index] != name.utf8Start[index] { return false }
        return candidate[name.utf8CodeUnitCount] == 0
    }
}
