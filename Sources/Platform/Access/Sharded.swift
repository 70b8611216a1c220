import Synchronization

/// State split over several locks by key, so that threads which want different keys rarely wait for each other.
final class Sharded<State: Sendable>: Sendable {
    private let shards: [Shard]

    private final class Shard: Sendable {
        let state: Mutex<State>
        init(_ state: sending State) { self.state = Mutex(state) }
    }

    /// `count` is a power of two.
    init(count: Int = 16, make: () -> sending State) {
        precondition(count > 0 && count & (count - 1) == 0)
        shards = (0..<count).map { _ in Shard(make()) }
    }

    func withShard<Result>(_ hash: Int, _ work: (inout State) -> Result) -> Result {
        shards[hash & (shards.count - 1)].state.withLock { state in work(&state) }
    }

    func withEachShard(_ work: (inout State) -> Void) {
        for shard in shards { shard.state.withLock { state in work(&state) } }
    }
}
