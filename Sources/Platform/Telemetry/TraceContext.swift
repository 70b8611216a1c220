import Glibc

/// Where a piece of work stands in a distributed trace (W3C Trace Context, level 1).
///
/// Travels between processes in the headers `traceparent` and `tracestate`.
package struct TraceContext: Hashable, Sendable {
    /// The 128 bits that all spans of one trace share; never zero.
    package let traceID: TraceID
    /// This span's own 64 bits; never zero.
    package let spanID: UInt64
    /// Whether the caller records this trace.
    package let isSampled: Bool
    /// Other vendors' entries, handed on as they came.
    package let state: String?

    /// The 128 bits of a trace's id.
    package struct TraceID: Hashable, Sendable, CustomStringConvertible {
        package let high: UInt64
        package let low: UInt64

        package init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

        /// 32 lower-case hexadecimal digits.
        package var description: String { Hexadecimal.text(of: [high, low]) }
    }

    package init(traceID: TraceID, spanID: UInt64, isSampled: Bool = false, state: String? = nil) {
        (self.traceID, self.spanID, self.isSampled, self.state) = (traceID, spanID, isSampled, state)
    }

    /// The trace of the work at hand, when it has one.
    package static var current: TraceContext? { RequestContext.current?.trace }

    /// A new trace, with random ids.
    package static func new(isSampled: Bool = false) -> TraceContext {
        var words: (high: UInt64, low: UInt64, span: UInt64) = (0, 0, 0)
        // One call to the system for all three: Swift's generator makes one each, 0.3 µs every time.
        let status = withUnsafeMutableBytes(of: &words) { bytes in
            bytes.baseAddress.map { getentropy($0, bytes.count) } ?? -1
        }
        if status != 0 {
            words = (.random(in: .min ... .max), .random(in: .min ... .max), .random(in: .min ... .max))
        }
        // Zero is not an id (§3.2.2.3).
        let traceID = TraceID(high: words.high, low: max(1, words.low))
        return TraceContext(traceID: traceID, spanID: max(1, words.span), isSampled: isSampled)
    }

    /// The next span of the same trace: what a call out carries, or what an arriving request becomes.
    package func child() -> TraceContext {
        TraceContext(traceID: traceID, spanID: .random(in: 1 ... .max), isSampled: isSampled, state: state)
    }

    /// This span's id as 16 lower-case hexadecimal digits.
    package var spanIDText: String { Hexadecimal.text(of: [spanID]) }

    /// The value of the header `traceparent`, version 00.
    package var traceparent: String {
        String(unsafeUninitializedCapacity: Self.length) { bytes in
            let span = UnsafeMutableBufferPointer(rebasing: bytes[0..<Self.length])
            (span[0], span[1], span[2]) = (Self.zero, Self.zero, Self.dash)
            Hexadecimal.write(traceID.high, into: span, at: 3)
            Hexadecimal.write(traceID.low, into: span, at: 19)
            span[35] = Self.dash
            Hexadecimal.write(spanID, into: span, at: 36)
            (span[52], span[53], span[54]) = (Self.dash, Self.zero, isSampled ? Self.zero + 1 : Self.zero)
            return Self.length
        }
    }

    /// Parses `traceparent` (W3C Trace Context §3.2); `nil` for anything malformed, which starts a new trace.
    ///
    /// A `tracestate` that is too long or not printable ASCII is dropped, as §3.3 allows.
    package init?(traceparent: String, tracestate: String? = nil) {
        let bytes = Array(traceparent.utf8.prefix(Self.length + 1))
        guard bytes.count >= Self.length, bytes[2] == Self.dash, bytes[35] == Self.dash, bytes[52] == Self.dash,
            let version = Hexadecimal.value(of: bytes[0..<2]), version != 0xff,
            bytes.count == Self.length || (version > 0 && bytes[Self.length] == Self.dash),
            let high = Hexadecimal.value(of: bytes[3..<19]), let low = Hexadecimal.value(of: bytes[19..<35]),
            let span = Hexadecimal.value(of: bytes[36..<52]), let flags = Hexadecimal.value(of: bytes[53..<55]),
            (high, low) != (0, 0), span != 0
        else { return nil }
        let state = tracestate.flatMap { Self.isAcceptable(state: $0) ? $0 : nil }
        self.init(traceID: TraceID(high: high, low: low), spanID: span, isSampled: flags & 1 == 1, state: state)
    }

    private static func isAcceptable(state: String) -> Bool {
        (1...512).contains(state.utf8.count) && state.utf8.allSatisfy { (0x20...0x7e).contains($0) }
    }

    private static let length = 55
    private static let dash = UInt8(ascii: "-")
    private static let zero = UInt8(ascii: "0")
}

/// Lower-case hexadecimal, as trace ids are written.
enum Hexadecimal {
    static func text(of words: [UInt64]) -> String {
        String(unsafeUninitializedCapacity: words.count * 16) { bytes in
            for (index, word) in words.enumerated() { write(word, into: bytes, at: index * 16) }
            return words.count * 16
        }
    }

    static func write(_ word: UInt64, into bytes: UnsafeMutableBufferPointer<UInt8>, at start: Int) {
        for index in 0..<16 {
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * index)) & 0xf
            bytes[start + index] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
        }
    }

    static func value(of digits: ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for digit in digits {
            switch digit {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return value
    }
}
