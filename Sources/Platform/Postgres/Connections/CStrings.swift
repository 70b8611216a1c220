import Glibc

/// Texts as C wants lists of them: NUL-terminated each, a null pointer at the end.
struct CStrings: ~Copyable {
    let pointers: [UnsafeMutablePointer<CChar>?]

    init(_ texts: [String]) {
        pointers = texts.map { (text: String) -> UnsafeMutablePointer<CChar>? in strdup(text) } + [nil]
    }

    deinit { for pointer in pointers { free(pointer) } }

    /// The same list for functions that promise to change nothing.
    var constants: [UnsafePointer<CChar>?] {
        pointers.map { (pointer: UnsafeMutablePointer<CChar>?) -> UnsafePointer<CChar>? in UnsafePointer(pointer) }
    }
}
