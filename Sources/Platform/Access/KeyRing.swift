import Synchronization

/// The installation's keys as they are now, shared by all that sign and verify in this process.
package final class KeyRing: Sendable {
    private let state: Mutex<KeySet>
    private let changes = Atomic<UInt64>(0)

    package init(_ keys: KeySet) { state = Mutex(keys) }

    /// The keys as they are now.
    package var keys: KeySet { state.withLock { $0 } }

    /// Changes the keys for everybody. Tokens verified with the keys before are verified again.
    package func update(_ change: (inout KeySet) -> Void) {
        state.withLock { keys in
            change(&keys)
            // Inside the lock: whoever reads the new number reads the new keys.
            changes.add(1, ordering: .releasing)
        }
    }

    /// Counts the changes; what was verified under another number must be verified again.
    var generation: UInt64 { changes.load(ordering: .acquiring) }
}
