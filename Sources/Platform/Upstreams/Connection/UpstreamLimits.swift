/// What one answer of an upstream may take, in time and in bytes.
package struct UpstreamLimits: Hashable, Sendable {
    /// From asking to the first byte of the answer's body.
    package var firstByte: Duration
    /// Between two bytes. Flowise says something every 30 s, however long a flow runs. While the consumer is busy the
    /// clock stands still.
    package var silence: Duration
    /// From asking to the end.
    package var total: Duration
    /// Of one answer's body. Executions of agent flows are told over and over and get large.
    package var answerBytes: Int
    /// Of one event.
    package var eventBytes: Int

    package init(
        firstByte: Duration = .seconds(60),
        silence: Duration = .seconds(60),
        total: Duration = .seconds(600),
        answerBytes: Int = 64 << 20,
        eventBytes: Int = 4 << 20
    ) {
        (self.firstByte, self.silence, self.total) = (firstByte, silence, total)
        (self.answerBytes, self.eventBytes) = (answerBytes, eventBytes)
    }

    /// For what is answered at once: lists, health.
    package static let brief = UpstreamLimits(firstByte: .seconds(10), silence: .seconds(10), total: .seconds(30))
}
