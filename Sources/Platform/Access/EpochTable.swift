import FoundationEssentials
import Synchronization
import Values

/// For a bounded number of sessions, people or schools: before when their tokens are refused.
final class EpochTable<Subject>: Sendable {
    private let shards: Sharded<[Identifier<Subject>: Entry]>
    private let capacityOfShard: Int
    /// False until something was recorded, which spares most requests the look-up.
    private let isUsed = Atomic<Bool>(false)

    private struct Entry {
        /// Tokens issued before, in milliseconds since 1970, are refused.
        var before: Int64
        var forgetAt: Date
    }

    init(capacity: Int) {
        capacityOfShard = max(1, capacity / 16)
        shards = Sharded(count: 16) { [:] }
    }

    func refuses(_ id: Identifier<Subject>, issuedAt: Int64) -> Bool {
        guard isUsed.load(ordering: .acquiring) else { return false }
        return shards.withShard(Self.shard(of: id)) { entries in
            entries[id].map { issuedAt < $0.before } ?? false
        }
    }

    /// Records an entry. When there is no room for it, `overflow` is called, and then what was recorded is forgotten.
    func record(
        _ id: Identifier<Subject>,
        before: Int64,
        until forgetAt: Date,
        at now: Date,
        overflow: () -> Void
    ) {
        shards.withShard(Self.shard(of: id)) { entries in
            if entries[id] == nil, entries.count >= capacityOfShard {
                entries = entries.filter { $0.value.forgetAt > now }
                if entries.count >= capacityOfShard {
                    overflow()
                    entries.removeAll()
                }
            }
            let known = entries[id]
            entries[id] = Entry(
                before: max(before, known?.before ?? before),
                forgetAt: max(forgetAt, known?.forgetAt ?? forgetAt)
            )
        }
        isUsed.store(true, ordering: .releasing)
    }

    /// By the last byte, which is random in UUIDs of version 4 and 7 and costs no hashing.
    private static func shard(of id: Identifier<Subject>) -> Int { Int(id.uuid.uuid.15) }
}
