import Logging
import Synchronization

/// Says once that a part of the worker cannot work, and once that it can again: not every second in between.
final class OutageLog: Sendable {
    private let part: String
    private let logger: Logger
    private let current = Mutex<String?>(nil)

    init(_ part: String, logger: Logger) { (self.part, self.logger) = (part, logger) }

    func failed(_ error: any Error) {
        if error is CancellationError { return }
        let name = ErrorName.name(of: error)
        let isNews = current.withLock { current in
            defer { current = name }
            return current != name
        }
        logger.log(
            level: isNews ? .warning : .debug,
            "\(part) wait: the database refuses or is away",
            metadata: ["error": "\(name)"]
        )
    }

    func succeeded() {
        let wasAway = current.withLock { current in
            defer { current = nil }
            return current != nil
        }
        if wasAway { logger.notice("\(part) go on") }
    }
}
