import Synchronization

/// What a ``MailSink`` knows: the mails it was given, who waits for one, and what it was told to answer.
final class MailSinkInbox: Sendable {
    private let state = Mutex(State())

    private struct State {
        var mails: [ReceivedMail] = []
        var unread: [ReceivedMail] = []
        var connections = 0
        var planned: [MailSink.Step: (answer: MailSink.Answer, times: Int)] = [:]
        var waiters: [Waiter] = []
        var nextWaiter = 0
    }

    private struct Waiter {
        let number: Int
        let address: String?
        let continuation: CheckedContinuation<ReceivedMail, any Error>
    }

    var mails: [ReceivedMail] { state.withLock { $0.mails } }
    var connections: Int { state.withLock { $0.connections } }

    func countConnection() { state.withLock { $0.connections += 1 } }

    func plan(_ answer: MailSink.Answer, at step: MailSink.Step, times: Int) {
        state.withLock { $0.planned[step] = (answer, times) }
    }

    /// What was planned for that step, once.
    func takeAnswer(at step: MailSink.Step) -> MailSink.Answer? {
        state.withLock { state in
            guard let planned = state.planned[step], planned.times > 0 else { return nil }
            state.planned[step]?.times -= 1
            return planned.answer
        }
    }

    func add(_ mail: ReceivedMail) {
        let waiter = state.withLock { state -> Waiter? in
            state.mails.append(mail)
            let index = state.waiters.firstIndex { mail.isFor($0.address) }
            if index == nil { state.unread.append(mail) }
            return index.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(returning: mail)
    }

    func next(to address: String?) async throws -> ReceivedMail {
        let number = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let waiter = Waiter(number: number, address: address, continuation: continuation)
                let ready = state.withLock { state -> Result<ReceivedMail, any Error>? in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if let index = state.unread.firstIndex(where: { $0.isFor(address) }) {
                        return .success(state.unread.remove(at: index))
                    }
                    state.waiters.append(waiter)
                    return nil
                }
                if let ready { continuation.resume(with: ready) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
            }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }
}

extension ReceivedMail {
    fileprivate func isFor(_ address: String?) -> Bool { address.map { recipients.contains($0) } ?? true }
}
