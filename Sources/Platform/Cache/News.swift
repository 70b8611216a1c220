/// What a subscriber hears.
package enum News: Hashable, Sendable {
    /// Somebody published this.
    case message([UInt8])
    /// From here on nothing is missing; before, something may be: the subscription has just begun, Redis was away, or
    /// the subscriber was too slow. Whoever keeps a copy of something reads it again now.
    case mayHaveMissed
}
