/// A table of bounded size that forgets what was not used lately.
///
/// Two dictionaries: what is used moves to the young one; when that has taken its share, the old one is dropped and the
/// young one becomes old. No list to keep in order, and a look-up costs one or two hashes.
struct Generations<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Held {
        let value: Value
        let weight: Int
    }

    private var young: [Key: Held] = [:]
    private var old: [Key: Held] = [:]
    private var weight = 0
    private let capacity: Int

    /// Keeps between `capacity` and twice as much, counted in the weights given with the values.
    init(capacity: Int) { self.capacity = capacity }

    /// The value of a key, which is used by that.
    mutating func value(_ key: Key) -> Value? {
        if let held = young[key] { return held.value }
        guard let held = old.removeValue(forKey: key) else { return nil }
        set(held.value, for: key, weighing: held.weight)
        return held.value
    }

    /// Keeps a value that counts `weight` of the capacity.
    mutating func set(_ value: Value, for key: Key, weighing weight: Int = 1) {
        let before = young.updateValue(Held(value: value, weight: weight), forKey: key)
        self.weight += weight - (before?.weight ?? 0)
        guard self.weight >= capacity else { return }
        (old, young, self.weight) = (young, [:], 0)
    }

    mutating func remove(_ key: Key) {
        if let held = young.removeValue(forKey: key) { weight -= held.weight }
        old[key] = nil
    }

    mutating func removeAll() { (young, old, weight) = ([:], [:], 0) }

    var count: Int { young.count + old.count }
}
