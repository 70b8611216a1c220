import Synchronization

/// What happened in closures that run elsewhere, in the order it happened.
final class Record<Event: Sendable>: Sendable {
    private let mutex = Mutex<[Event]>([])
    func append(_ event: Event) { mutex.withLock { $0.append(event) } }
    var events: [Event] { mutex.withLock { $0 } }
}
