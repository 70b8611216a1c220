import Synchronization

/// Values and counters of this process alone.
final class MemoryStore: Sendable {
    /// Sixteen megabytes at most, with what is about to be forgotten.
    private static let capacity = 8 << 20

    private struct Entry {
        var value: Stored
        let expires: ContinuousClock.Instant

        enum Stored {
            case bytes([UInt8])
            case count(Int)
        }

        /// What it holds in memory, roughly: its bytes, its key, the table's own.
        func weight(_ key: CacheKey) -> Int {
            let bytes = if case .bytes(let bytes) = value { bytes.count } else { 0 }
            return 128 + key.text.utf8.count + bytes
        }
    }

    private let entries = Mutex(Generations<CacheKey, Entry>(capacity: capacity))

    func value(_ key: CacheKey, at now: ContinuousClock.Instant = .now) -> [UInt8]? {
        entries.withLock { entries in
            guard let entry = entries.value(key), entry.expires > now else { return nil }
            if case .bytes(let bytes) = entry.value { return bytes }
            return nil
        }
    }

    func keep(_ value: [UInt8], as key: CacheKey, for time: Duration, at now: ContinuousClock.Instant = .now) {
        let entry = Entry(value: .bytes(value), expires: now + time)
        entries.withLock { $0.set(entry, for: key, weighing: entry.weight(key)) }
    }

    func count(_ key: CacheKey, by amount: Int, for time: Duration, at now: ContinuousClock.Instant = .now) -> Int {
        entries.withLock { entries in
            var entry = Entry(value: .count(amount), expires: now + time)
            if let known = entries.value(key), known.expires > now, case .count(let count) = known.value {
                entry = Entry(value: .count(count &+ amount), expires: known.expires)
            }
            entries.set(entry, for: key, weighing: entry.weight(key))
            guard case .count(let count) = entry.value else { return amount }
            return count
        }
    }

    func forget(_ key: CacheKey) { entries.withLock { $0.remove(key) } }

    func forgetAll() { entries.withLock { $0.removeAll() } }
}
