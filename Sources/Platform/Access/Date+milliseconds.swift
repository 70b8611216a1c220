import FoundationEssentials

extension Date {
    /// Whole milliseconds since 1970, the precision in which tokens and revocations are compared.
    ///
    /// `Date` counts from 2001 in binary fractions: a whole millisecond may come back a hair short of itself, hence the
    /// hundredth.
    var millisecondsSince1970: Int64 {
        Int64((max(-1e14, min(1e14, timeIntervalSince1970 * 1000)) + 0.01).rounded(.down))
    }

    init(millisecondsSince1970 milliseconds: Int64) {
        self.init(timeIntervalSince1970: TimeInterval(milliseconds) / 1000)
    }
}
