import Logging
import Synchronization

/// Says once that a part of the worker cannot work, and once that it can again: not every second in between.
final class OutageLog: Sendable {
    private let part: String
    private let logger: Logger
    private let isAway = Mutex(false)

    init(_ part: String, logger: Logger) { (self.part, self.logger) = (part, logger) }

    func failed(_ error: any Error) {
        if error is CancellationError { return }
        let isNews = !isAway.withLock { exchange(&$0, with: true) }
        logger.log(
            level: isNews ? .warning : .debug,
            "\(part) wait: the database refuses or is away",
            metadata: ["error": "\(ErrorName.name(of: error))"]
        )
    }

    func succeeded() {
        if isAway.withLock({ exchange(&$0, with: false) }) { logger.notice("\(part) go on") }
    }
}
