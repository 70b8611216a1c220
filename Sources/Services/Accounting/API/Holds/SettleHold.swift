package import Access
package import Endpoints
package import Values

/// Ends a hold at what was really used; the rest is free again. Once: a second call answers what the first one charged.
///
/// A cost above the hold takes what is free besides, and never more: what then is missing is recorded as the hold's
/// shortfall. 404 `not_found` for a hold that never was.
package struct SettleHold: Endpoint {
    package static let route = Route.post("/api/credits/holds/{hold_id}/settle", "Ends a hold at its real cost.")
    package static let access = Access.roles(.superAdmin)

    package var holdID: HoldID
    package var cost: MicroCredits
    /// Recorded together with the charge.
    package var usage: UsageNote?

    package init(_ holdID: HoldID, cost: MicroCredits, usage: UsageNote? = nil) {
        (self.holdID, self.cost, self.usage) = (holdID, cost, usage)
    }

    package typealias Response = Settlement
}

/// What is recorded of something that was used.
package struct UsageNote: Codable, Hashable, Sendable {
    package var userID: UserID
    /// `chat`, `chat-streaming` …
    package var service: Line<50>
    /// The model or the chatflow.
    package var operation: Line<100>
    package var metadata: [String: JSON]

    package init(
        userID: UserID,
        service: Line<50>,
        operation: Line<100>,
        metadata: [String: JSON] = [:]
    ) {
        (self.userID, self.service, self.operation, self.metadata) = (userID, service, operation, metadata)
    }
}

/// Ends a hold for nothing: what failed costs nothing. Once, like `SettleHold`.
package struct VoidHold: Endpoint {
    package static let route = Route.post("/api/credits/holds/{hold_id}/void", "Ends a hold for nothing.")
    package static let access = Access.roles(.superAdmin)

    package var holdID: HoldID

    package init(_ holdID: HoldID) { self.holdID = holdID }

    package typealias Response = Settlement
}

/// How a hold ended.
package struct Settlement: Codable, Hashable, Sendable {
    package var charged: MicroCredits
    /// Whether it had ended before, by another call or because its lease was over.
    package var wasClosed: Bool

    package init(charged: MicroCredits, wasClosed: Bool) { (self.charged, self.wasClosed) = (charged, wasClosed) }
}
