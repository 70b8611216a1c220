import Values

/// Understands the answers of one protocol: Flowise's or OpenAI's.
///
/// `usage` among what it returns is all that was reported until then. It is not asked again after `end` or `failed`.
protocol AnswerReader: Sendable {
    /// An event of a stream.
    mutating func read(_ event: ServerSentEvent) -> [UpstreamEvent]
    /// An answer that came whole, as JSON.
    mutating func read(whole answer: JSON) -> [UpstreamEvent]
    /// The stream is over and has not said so.
    mutating func streamEnded() -> [UpstreamEvent]
}
