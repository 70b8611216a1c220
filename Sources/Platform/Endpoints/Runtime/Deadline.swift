import HTTPTypes

/// Until when an answer is of use to whoever asked; carried from call to call as `X-Request-Time-Left`: how many
/// milliseconds are left, because no two machines' clocks agree.
package struct Deadline: Sendable {
    /// The instant after which nobody waits any more.
    package let instant: ContinuousClock.Instant

    /// The deadline of the request being answered, if the caller set one.
    @TaskLocal package static var current: Deadline?

    /// The time that is left from now on.
    package init(in remaining: Duration) { instant = .now.advanced(by: remaining) }

    /// What is left, as the header carries it: at most a day.
    package init?(header: String) {
        guard let milliseconds = Int(header), (0...86_400_000).contains(milliseconds) else { return nil }
        self.init(in: .milliseconds(milliseconds))
    }

    package var header: String { String(max(0, Int(remaining / .milliseconds(1)))) }

    /// What is left of it.
    package var remaining: Duration { ContinuousClock.now.duration(to: instant) }

    /// Refuses to begin what nobody would wait for: less than 10 ms are left.
    func check() throws {
        guard remaining >= .milliseconds(10) else {
            throw Problem(.gatewayTimeout, "deadline_exceeded", "There was no time left to answer.")
        }
    }
}
