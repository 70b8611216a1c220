import Dispatch
import Glibc
import Synchronization

/// The one thread on which a mailer's blocking calls into libcurl happen, and the mails that wait for it.
final class SMTPThread: Sendable {
    private let server: SMTPServer
    private let timeouts: SMTPMailer.Timeouts
    private let state = Mutex(State())
    /// Counts up for every mail that waits and once for the end.
    private let work = DispatchSemaphore(value: 0)

    private static let queueLimit = 100

    private struct State {
        var waiting: [Delivery] = []
        var isStopping = false
        var isRunning = false
        var onEnd: [CheckedContinuation<Void, Never>] = []
    }

    /// A mail on its way, and who waits for it.
    private struct Delivery: Sendable {
        let envelope: Envelope
        let cancellation: Cancellation
        let sender: CheckedContinuation<Void, any Error>
    }

    init(server: SMTPServer, timeouts: SMTPMailer.Timeouts) { (self.server, self.timeouts) = (server, timeouts) }

    func start() throws(MailError) {
        var thread = pthread_t()
        // The thread keeps this object alive until it ends.
        let context = Unmanaged.passRetained(self)
        let status = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<SMTPThread>.fromOpaque(context).takeRetainedValue().run()
                return nil
            },
            context.toOpaque()
        )
        guard status == 0 else {
            context.release()
            throw .failed("no thread could be started")
        }
        pthread_detach(thread)
        state.withLock { $0.isRunning = true }
    }

    func send(_ envelope: Envelope) async throws {
        let cancellation = Cancellation()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { sender in
                accept(Delivery(envelope: envelope, cancellation: cancellation, sender: sender))
            }
        } onCancel: {
            cancel(cancellation)
        }
    }

    func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopping = true }
            return !state.isStopping
        }
        if isFirst { work.signal() }
    }

    func finish() async {
        stop()
        await withCheckedContinuation { continuation in
            let hasEnded = state.withLock { state in
                if state.isRunning { state.onEnd.append(continuation) }
                return !state.isRunning
            }
            if hasEnded { continuation.resume() }
        }
    }

    private func accept(_ delivery: Delivery) {
        let refusal: (any Error)? = state.withLock { state in
            if delivery.cancellation.isCancelled { return CancellationError() }
            if state.isStopping { return MailError.failed("the mailer is closed") }
            if state.waiting.count >= Self.queueLimit { return MailError.failed("too many mails wait to be sent") }
            state.waiting.append(delivery)
            return nil
        }
        if let refusal { delivery.sender.resume(throwing: refusal) } else { work.signal() }
    }

    /// Gives up a mail that waits at once; the one being sent is given up by libcurl's next progress report.
    private func cancel(_ cancellation: Cancellation) {
        let waiting = state.withLock { state in
            cancellation.cancel()
            let index = state.waiting.firstIndex { $0.cancellation === cancellation }
            return index.map { state.waiting.remove(at: $0) }
        }
        waiting?.sender.resume(throwing: CancellationError())
    }

    private func run() {
        let connection = SMTPConnection(server: server, timeouts: timeouts)
        while true {
            work.wait()
            let (next, isEnd) = state.withLock { state in
                (state.waiting.isEmpty ? nil : state.waiting.removeFirst(), state.isStopping && state.waiting.isEmpty)
            }
            if let next { next.sender.resume(with: connection.send(next.envelope, unless: next.cancellation)) }
            if isEnd { break }
        }
        connection.close()
        let waiters = state.withLock { state in
            state.isRunning = false
            return state.onEnd
        }
        for waiter in waiters { waiter.resume() }
    }
}

/// Whether a task has lost interest in its mail, as another thread can see it.
final class Cancellation: Sendable {
    private let flag = Atomic(false)

    var isCancelled: Bool { flag.load(ordering: .acquiring) }
    func cancel() { flag.store(true, ordering: .releasing) }
}
