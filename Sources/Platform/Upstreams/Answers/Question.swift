import Synchronization

/// A question until it is asked: it may be large, for its pictures, and its answer takes a while.
final class Question<Content: Sendable>: Sendable {
    private let content: Mutex<Content?>

    init(_ content: Content) { self.content = Mutex(content) }

    /// The question, once.
    func take() throws(UpstreamFailure) -> Content {
        let taken = content.withLock { content in
            defer { content = nil }
            return content
        }
        guard let taken else { throw UpstreamFailure(.unknown) }
        return taken
    }
}
