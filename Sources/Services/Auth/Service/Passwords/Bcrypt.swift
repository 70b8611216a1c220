import CCrypt
import Glibc

/// bcrypt hashes brought along from the old systems, through libxcrypt. Only verified, never made.
struct Bcrypt: Hashable, Sendable {
    /// The logarithm of the work.
    let cost: Int
    private let encoded: String

    /// The dearest cost accepted: about 0.3 s.
    static let maximumCost = 12

    /// `$2a$`, `$2b$` or `$2y$`, two digits of cost, 22 characters of salt and 31 of hash; `nil` for anything else.
    init?(encoded: String) {
        let bytes = Array(encoded.utf8)
        let prefixes = ["$2a$", "$2b$", "$2y$"]
        guard bytes.count == 60, prefixes.contains(where: encoded.hasPrefix), bytes[6] == UInt8(ascii: "$"),
            bytes[4...5].allSatisfy({ (0x30...0x39).contains($0) }), bytes[7...].allSatisfy(Self.isDigit),
            case let cost = Int(bytes[4] - 0x30) * 10 + Int(bytes[5] - 0x30), (4...Self.maximumCost).contains(cost)
        else { return nil }
        self.cost = cost
        self.encoded = encoded
    }

    /// Whether the password is the one that was hashed.
    ///
    /// bcrypt looks at 72 bytes and stops at a zero byte; a password that holds one was never hashed whole.
    func verify(_ password: Plaintext) -> Bool {
        let output = [UInt8](unsafeUninitializedCapacity: encoded.utf8.count) { output, count in
            count = compute(password, into: output)
        }
        // Every byte is looked at, whatever differs first.
        let difference = zip(output, encoded.utf8).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) }
        return output.count == encoded.utf8.count && difference == 0
    }

    private func compute(_ password: Plaintext, into output: UnsafeMutableBufferPointer<UInt8>) -> Int {
        // 32 KiB: not for the stack. libxcrypt wants it zeroed; it holds the password, so it is zeroed again.
        let size = MemoryLayout<crypt_data>.size
        let scratch = UnsafeMutableRawBufferPointer.allocate(
            byteCount: size + 73,
            alignment: MemoryLayout<crypt_data>.alignment
        )
        scratch.initializeMemory(as: UInt8.self, repeating: 0)
        defer {
            scratch.wipe()
            scratch.deallocate()
        }
        let phrase = UnsafeMutableRawBufferPointer(rebasing: scratch[size...])
        let isWhole = password.withBytes { bytes in
            phrase.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(72)))
            return !bytes.contains(0)
        }
        guard isWhole, let text = phrase.baseAddress?.assumingMemoryBound(to: CChar.self),
            let result = crypt_rn(text, encoded, scratch.baseAddress, Int32(size))
        else { return 0 }
        let length = min(strlen(result), output.count)
        result.withMemoryRebound(to: UInt8.self, capacity: length) { bytes in
            _ = output.update(fromContentsOf: UnsafeBufferPointer(start: bytes, count: length))
        }
        return length
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
