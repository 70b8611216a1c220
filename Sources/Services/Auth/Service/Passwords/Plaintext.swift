import Glibc

/// A password as somebody typed it, in memory that is overwritten when the last user lets go of it.
package final class Plaintext: Sendable {
    /// The longest password that is looked at; policy refuses it earlier, sign-in refuses it here.
    package static let maximumBytes = 1024

    // Safe: written in `init` before anybody else has it and in `deinit` after everybody let go; only read in between.
    private nonisolated(unsafe) let bytes: UnsafeMutableRawBufferPointer
    package let count: Int

    /// `nil` when the password is longer than any may be, so that nobody makes us hash a megabyte.
    package convenience init?(_ text: String) {
        guard text.utf8.count <= Self.maximumBytes else { return nil }
        self.init(bytes: text.utf8)
    }

    init(bytes: some Collection<UInt8>) {
        count = bytes.count
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: count + 1, alignment: 1)
        copy.copyBytes(from: bytes)
        copy[count] = 0
        self.bytes = copy
    }

    deinit {
        bytes.wipe()
        bytes.deallocate()
    }

    /// The bytes, followed by a zero that is not counted.
    func withBytes<Result>(_ work: (UnsafeRawBufferPointer) -> Result) -> Result {
        work(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
    }
}

extension UnsafeMutableRawBufferPointer {
    /// Overwrites the memory in a way that the optimiser may not leave out.
    func wipe() {
        if let baseAddress { explicit_bzero(baseAddress, count) }
    }
}
