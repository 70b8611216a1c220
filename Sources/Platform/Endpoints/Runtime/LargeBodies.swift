import HTTPTypes
import HummingbirdCore
import Synchronization

/// Bounds the memory that requests take whose bodies are larger than their dialect's usual limit: so many bytes of them
/// are read and worked on at once, whoever comes then waits a moment, and is asked to come back when that did not help.
///
/// Room is taken for what is announced, by bytes and not by heads: ten photos of a phone fit where one largest body
/// does.
package final class LargeBodies: Sendable {
    private let state: Mutex<State>
    private let total: Int
    private let patience: Duration
    private let timeLimit: Duration

    /// How many wait at most.
    private static let queueLimit = 32

    /// A body is collected, and then parsed into texts as large as itself that live until its handler has answered: one
    /// of 32 MB took 80 MB at its peak, six sent at once 100 MB. So 48 MB are what a server of 1 GB has besides
    /// PostgreSQL. `timeLimit` keeps those on slow lines from holding room for long.
    package init(total: Int = 48 << 20, patience: Duration = .seconds(15), timeLimit: Duration = .seconds(120)) {
        (self.total, self.patience, self.timeLimit) = (total, patience, timeLimit)
        state = Mutex(State(free: total))
    }

    private struct State {
        var free: Int
        var waiting: [Waiter] = []
        var nextID = 0
    }

    private struct Waiter {
        let id: Int
        let bytes: Int
        let continuation: CheckedContinuation<Void, any Error>
    }

    /// Runs what holds a body of so many bytes in memory.
    package func holding<R: Sendable>(_ bytes: Int, _ body: () async throws -> R) async throws -> R {
        let room = try await room(for: bytes)
        defer { room?.leave() }
        return try await body()
    }

    /// Room for so many bytes, until it is left or forgotten; none is needed for nothing.
    package func room(for bytes: Int) async throws -> Room? {
        guard bytes > 0 else { return nil }
        let bytes = min(bytes, total)
        try await enter(bytes)
        return Room(bytes, in: self)
    }

    /// Room that somebody has.
    package final class Room: Sendable {
        private let bytes: Mutex<Int>
        private let bodies: LargeBodies

        fileprivate init(_ bytes: Int, in bodies: LargeBodies) {
            self.bytes = Mutex(bytes)
            self.bodies = bodies
        }

        /// Gives it back; twice is as good as once.
        package func leave() {
            let left = bytes.withLock { bytes in
                defer { bytes = 0 }
                return bytes
            }
            if left > 0 { bodies.leave(left) }
        }

        deinit { leave() }
    }

    /// Reads a body, for a while.
    package func reading<R: Sendable>(_ read: @escaping @Sendable () async throws -> R) async throws -> R {
        let timeLimit = timeLimit
        return try await withThrowingTaskGroup(of: R.self) { group in
            group.addTask(operation: read)
            group.addTask {
                try await Task.sleep(for: timeLimit)
                throw Self.slow
            }
            defer { group.cancelAll() }
            guard let read = try await group.next() else { throw Self.slow }
            return read
        }
    }

    private func enter(_ bytes: Int) async throws {
        let id = state.withLock { state -> Int? in
            if state.waiting.isEmpty, state.free >= bytes {
                state.free -= bytes
                return nil
            }
            state.nextID += 1
            return state.nextID
        }
        guard let id else { return }
        async let _: Void = { [patience] in
            try? await Task.sleep(for: patience)
            self.refuse(id, Self.busy)
        }()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                queue(Waiter(id: id, bytes: bytes, continuation: continuation))
            }
        } onCancel: {
            refuse(id, CancellationError())
        }
    }

    private func queue(_ waiter: Waiter) {
        let isFull = state.withLock { state in
            guard state.waiting.count < Self.queueLimit else { return true }
            state.waiting.append(waiter)
            return false
        }
        if isFull { waiter.continuation.resume(throwing: Self.busy) } else { admit() }
    }

    private func refuse(_ id: Int, _ error: any Error) {
        let refused = state.withLock { state -> Waiter? in
            state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0) }
        }
        refused?.continuation.resume(throwing: error)
        // Whoever stood behind may be smaller.
        if refused != nil { admit() }
    }

    fileprivate func leave(_ bytes: Int) {
        state.withLock { $0.free += bytes }
        admit()
    }

    /// Lets in those for whom there is room, in the order they came.
    private func admit() {
        let admitted = state.withLock { state in
            var admitted: [Waiter] = []
            while let first = state.waiting.first, first.bytes <= state.free {
                state.free -= first.bytes
                admitted.append(state.waiting.removeFirst())
            }
            return admitted
        }
        for waiter in admitted { waiter.continuation.resume() }
    }

    private static let busy: Problem = {
        var problem = Problem.unavailable(
            "Too many large requests at once. Try again in a moment.",
            code: "too_many_large_requests",
            after: 5
        )
        problem.headers[.connection] = "close"
        return problem
    }()

    private static let slow = Problem(
        .requestTimeout,
        "body_too_slow",
        "The body did not come in time.",
        headers: [.connection: "close"]
    )
}

extension Operation {
    /// What a request's body takes of the room for large ones: nothing unless more is announced than its dialect takes
    /// elsewhere; the most this operation takes when nothing is announced.
    func sizeOfLargeBody(in request: Request) -> Int {
        guard let maximumBody, maximumBody > route.dialect.maximumBody else { return 0 }
        let announced = request.headers[.contentLength].flatMap(Int.init) ?? maximumBody
        return announced > route.dialect.maximumBody ? min(announced, maximumBody) : 0
    }
}
