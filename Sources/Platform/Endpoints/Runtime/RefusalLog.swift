import Synchronization

/// Which of the requests that are refused for the moment (503) are written to the log: of each kind one a second. In a
/// flood they come by the thousand, and the metrics count them all.
final class RefusalLog: Sendable {
    private struct Silence {
        var end: ContinuousClock.Instant
        var leftOut = 0
    }

    private let silences = Mutex<[String: Silence]>([:])

    /// How many like this one were left out before it; `nil` when it is to be left out as well.
    func leftOut(before code: String, at now: ContinuousClock.Instant = .now) -> Int? {
        silences.withLock { silences in
            if let silence = silences[code], silence.end > now {
                silences[code]?.leftOut += 1
                return nil
            }
            let before = silences.updateValue(Silence(end: now.advanced(by: .seconds(1))), forKey: code)
            return before?.leftOut ?? 0
        }
    }
}
