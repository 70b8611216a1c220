import Glibc
import Logging
import ServiceLifecycle
import UnixSignals

/// SIGTERM and SIGINT: the first stops cleanly, the second at once.
struct Signals: Sendable {
    let campus: Campus
    let group: ServiceGroup
    let logger: Logger

    func watch() async {
        var isStopping = false
        for await signal in await UnixSignalsSequence(trapping: .sigterm, .sigint) {
            guard !isStopping else {
                logger.warning("stopping at once", metadata: ["signal": "\(signal)"])
                _exit(130)
            }
            isStopping = true
            logger.notice("stopping", metadata: ["signal": "\(signal)"])
            campus.draining.begin()
            await group.triggerGracefulShutdown()
        }
    }
}
