import Synchronization

/// Keeps lines in the order they came.
final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    @Sendable func receive(_ line: String) { lines.withLock { $0.append(line) } }
}
