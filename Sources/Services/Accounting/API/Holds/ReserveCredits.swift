package import Access
package import Endpoints
package import Values

/// Sets credits aside before something is done that will cost them.
///
/// Holds `amount`, or what there is of it as long as that is `atLeast`. With a course, its class's wallet pays when it
/// has one with room, otherwise the person's own does. The same hold again answers the same (`isReplay`) and holds
/// nothing more; 409 `hold_closed` when it has ended. A hold whose lease ends is settled at its last checkpoint.
///
/// For services, which call as the platform (`Accounting.platform`): nobody may set their own price. 402
/// `insufficient_credits`, or `limit_reached` where a school's or class's limit is in the way.
package struct ReserveCredits: Endpoint {
    package static let route = Route.post("/api/credits/holds", "Sets credits aside for one thing.")
    package static let access = Access.roles(.superAdmin)

    package var holdID: HoldID
    /// Who asks.
    package var userID: UserID
    /// For which course, if for one.
    package var courseID: CourseID?
    package var amount: MicroCredits
    /// What will do; all of `amount` when absent.
    package var atLeast: MicroCredits?
    /// How long nobody has to hear of it.
    package var leaseSeconds: LeaseSeconds
    /// What holds it: `chat`.
    package var owner: Line<64>
    /// The model or the chatflow. With `owner` and `userID`, what the statistics say of a hold that nobody settled.
    package var operation: Line<100>?

    package init(
        _ holdID: HoldID,
        for userID: UserID,
        in courseID: CourseID? = nil,
        amount: MicroCredits,
        atLeast: MicroCredits? = nil,
        leaseSeconds: LeaseSeconds,
        owner: Line<64>,
        operation: Line<100>? = nil
    ) {
        (self.holdID, self.userID, self.courseID) = (holdID, userID, courseID)
        (self.amount, self.atLeast) = (amount, atLeast)
        (self.leaseSeconds, self.owner, self.operation) = (leaseSeconds, owner, operation)
    }

    package typealias Response = Reservation
}

/// Between ten seconds and an hour.
package typealias LeaseSeconds = Bounded<10, 3600>

/// What a hold holds.
package struct Reservation: Codable, Hashable, Sendable {
    /// All that is set aside now.
    package var held: MicroCredits
    /// What could be held besides, at this moment.
    package var available: MicroCredits
    /// Whether this hold was there before.
    package var isReplay: Bool

    package init(held: MicroCredits, available: MicroCredits, isReplay: Bool) {
        (self.held, self.available, self.isReplay) = (held, available, isReplay)
    }
}

/// Sets more aside in an open hold and renews its lease: what a long answer asks for before it goes on.
///
/// Adds `more`, or what there is of it as long as that is `atLeast`. 402 as `ReserveCredits`: stop what is being done
/// and settle. 404 `not_found` and 409 `hold_closed` when there is nothing to extend.
package struct ExtendHold: Endpoint {
    package static let route = Route.post("/api/credits/holds/{hold_id}/extend", "Sets more aside in a hold.")
    package static let access = Access.roles(.superAdmin)

    package var holdID: HoldID
    package var more: MicroCredits
    package var atLeast: MicroCredits?
    package var leaseSeconds: LeaseSeconds

    package init(
        _ holdID: HoldID,
        more: MicroCredits,
        atLeast: MicroCredits? = nil,
        leaseSeconds: LeaseSeconds
    ) {
        (self.holdID, self.more, self.atLeast, self.leaseSeconds) = (holdID, more, atLeast, leaseSeconds)
    }

    package typealias Response = Reservation
}
