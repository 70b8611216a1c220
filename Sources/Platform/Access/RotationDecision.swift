package import FoundationEssentials

/// What is known about a session when one of its refresh tokens is shown.
package struct RotationState: Hashable, Sendable {
    /// The generation that is current.
    package var counter: Int
    /// When the latest generations began, newest first, at most `memory` of them. Empty before the first rotation.
    package var rotatedAt: [Date]
    /// When the session ends if nobody uses it.
    package var idleUntil: Date
    /// When the session ends in any case.
    package var absoluteUntil: Date
    package var revokedAt: Date?

    /// How many rotations are remembered: a client whose requests overlap is never further behind.
    package static let memory = 4

    package init(
        counter: Int,
        rotatedAt: [Date] = [],
        idleUntil: Date,
        absoluteUntil: Date,
        revokedAt: Date? = nil
    ) {
        self.counter = counter
        self.rotatedAt = Array(rotatedAt.prefix(Self.memory))
        self.idleUntil = idleUntil
        self.absoluteUntil = absoluteUntil
        self.revokedAt = revokedAt
    }

    /// The state after a rotation at `now`, which keeps the session alive for another `idle`.
    package func rotated(at now: Date, idle: Duration) -> RotationState {
        var next = self
        next.counter += 1
        next.rotatedAt = Array(([now] + rotatedAt).prefix(Self.memory))
        next.idleUntil = min(now.addingTimeInterval(idle / .seconds(1)), absoluteUntil)
        return next
    }

    /// When generation `counter` was replaced by the next one; `nil` for the current one and for forgotten ones.
    fileprivate func supersession(of counter: Int) -> Date? {
        // The newest rotation began generation `self.counter`, so it replaced the one before.
        let index = self.counter - 1 - counter
        return rotatedAt.indices.contains(index) ? rotatedAt[index] : nil
    }
}

/// What a refresh token, already known to be authentic, entitles to.
///
/// Decide and act in one transaction that holds the session's row: logout, ban and password change take the same lock.
package enum RotationDecision: Hashable, Sendable {
    /// The current token: count one up and hand out the next.
    case rotate
    /// A token that was replaced a moment ago: its answer got lost, or two requests crossed. Hand out the current
    /// generation's token again and change nothing, so that there is never a second chain.
    case repeatCurrent
    /// A token that was replaced longer ago than the grace: somebody else has a copy. Revoke the session, note it, tell
    /// its owner.
    case reuse
    /// Refuse and change nothing.
    case refuse(Reason)

    /// Why a token is refused without suspicion.
    package enum Reason: String, Hashable, Sendable {
        /// The session was ended: by logout, ban, new password, or because of reuse.
        case revoked
        /// Not used for too long, or past the longest a session may last.
        case expired
        /// A generation that the database has not reached: it was restored from a backup.
        case ahead
        /// Used before, under strict single use: the token is worth nothing, the session goes on.
        case replayed
    }

    /// Decides about generation `counter` of a session. A replay is answered for `grace` after its replacement, and is
    /// reuse later. Zero is strict single use: without a grace, honest clients replay too, so a replay says nothing
    /// about theft and is only refused.
    package static func decide(
        counter: Int,
        state: RotationState,
        grace: Duration,
        at now: Date
    ) -> RotationDecision {
        if state.revokedAt != nil { return .refuse(.revoked) }
        if now >= min(state.idleUntil, state.absoluteUntil) { return .refuse(.expired) }
        if counter == state.counter { return .rotate }
        if counter > state.counter { return .refuse(.ahead) }
        guard grace > .zero else { return .refuse(.replayed) }
        guard let replacedAt = state.supersession(of: counter) else { return .reuse }
        return now.timeIntervalSince(replacedAt) <= grace / .seconds(1) ? .repeatCurrent : .reuse
    }
}
