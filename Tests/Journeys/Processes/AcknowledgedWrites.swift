import Synchronization

/// What the program has answered 2xx to: what has to be there, however it was killed afterwards.
final class AcknowledgedWrites: Sendable {
    /// Where a learner stands in a course, in the words of the API.
    enum Standing: String { case enrolled, dropped, completed }

    private struct State {
        var count = 0
        var running = 0
        var interruptions = 0
        var standings: [Int: [String: Standing]] = [:]
        var titles: [String] = []
        /// Answers that an outage does not explain.
        var surprises: [String] = []
        var isOver = false
    }

    private let state = Mutex(State())

    var count: Int { state.withLock { $0.count } }
    /// Requests that have not been answered yet.
    var running: Int { state.withLock { $0.running } }
    /// Requests that were answered with an outage, or not at all.
    var interruptions: Int { state.withLock { $0.interruptions } }
    var surprises: [String] { state.withLock { $0.surprises } }
    /// Set when nothing more is to be written.
    var isOver: Bool { state.withLock { $0.isOver } }
    /// The titles of the courses made.
    var titles: [String] { state.withLock { $0.titles } }

    /// A learner's standings by course.
    func standings(of learner: Int) -> [String: String] {
        state.withLock { $0.standings[learner, default: [:]] }.mapValues(\.rawValue)
    }

    func record(_ standing: Standing, of learner: Int, in course: String) {
        state.withLock { state in
            state.count += 1
            state.standings[learner, default: [:]][course] = standing
        }
    }

    func record(courseTitled title: String) {
        state.withLock { state in
            state.count += 1
            state.titles.append(title)
        }
    }

    func begin() { state.withLock { $0.running += 1 } }

    func end(wasInterrupted: Bool) {
        state.withLock { state in
            state.running -= 1
            if wasInterrupted { state.interruptions += 1 }
        }
    }

    func record(surprise: String) { state.withLock { $0.surprises.append(surprise) } }

    func finish() { state.withLock { $0.isOver = true } }
}
