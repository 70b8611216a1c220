package import Access
package import Endpoints

/// Records what streams have cost so far and renews their leases: one call for all streams of a process, every few
/// seconds. It is what they are charged when the process dies.
package struct CheckpointHolds: Endpoint {
    package static let route = Route.post(
        "/api/credits/holds/checkpoint",
        "Records what many holds have cost so far."
    )
    package static let access = Access.roles(.superAdmin)
    /// The most holds of one call.
    package static let maximumHolds = 1000

    package var holds: [Checkpoint]
    package var leaseSeconds: LeaseSeconds

    package init(_ holds: [Checkpoint], leaseSeconds: LeaseSeconds) {
        (self.holds, self.leaseSeconds) = (holds, leaseSeconds)
    }

    package struct Response: Codable, Sendable {
        /// The holds whose lease was renewed. One that is missing has ended, or is ending at this moment.
        package var open: [HoldID]

        package init(open: [HoldID]) { self.open = open }
    }
}

/// What a hold has cost so far.
package struct Checkpoint: Codable, Hashable, Sendable {
    package var holdID: HoldID
    package var observed: MicroCredits

    package init(_ holdID: HoldID, observed: MicroCredits) { (self.holdID, self.observed) = (holdID, observed) }
}
