package import FoundationEssentials
import HTTPTypes

/// Until when an answer is of use to whoever asked; carried from call to call as `X-Request-Deadline`.
package struct Deadline: Sendable {
    /// The instant after which nobody waits any more.
    package let instant: Date

    /// The deadline of the request being answered, if the caller set one.
    @TaskLocal package static var current: Deadline?

    package init(_ instant: Date) { self.instant = instant }

    /// Milliseconds since 1970, as the header carries them.
    package init?(header: String) {
        guard let milliseconds = Int(header), (0...99_999_999_999_999).contains(milliseconds) else { return nil }
        instant = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    }

    package var header: String { String(Int(instant.timeIntervalSince1970 * 1000)) }

    /// What is left of it.
    package func remaining(at now: Date = Date()) -> Duration {
        .milliseconds(Int(instant.timeIntervalSince(now) * 1000))
    }

    /// Refuses to begin what nobody would wait for: less than 10 ms are left.
    func check() throws {
        guard remaining() >= .milliseconds(10) else {
            throw Problem(.gatewayTimeout, "deadline_exceeded", "There was no time left to answer.")
        }
    }
}
