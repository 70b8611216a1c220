package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// What the tutor costs, and who pays: wallets, grants, holds, prices, and what was used.
///
/// The chat platform's clients see whole credits (`GetBalance`, `DeductCredits`, `RecordUsage` …); the tutor works in
/// micro-credits through holds (`ReserveCredits`, `CheckpointHolds`, `ExtendHold`, `SettleHold`, `VoidHold`).
package enum Accounting {
    /// The service's name, port and paths.
    package static let service = ServiceIdentity(
        "accounting",
        port: 3001,
        purpose: "The tutor's credits",
        paths: ["/api/credits", "/api/streaming-sessions", "/api/usage"],
        features: ["Credits", "Wallets", "Holds", "Prices", "Usage"]
    )

    /// As whom a service holds credits in a school: the platform, which is nobody who can sign in.
    package static func platform(in tenant: TenantID, at now: Date) -> Principal {
        let nobody = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))
        let identity = Identity(
            userID: UserID(nobody),
            tenantID: tenant,
            role: .superAdmin,
            sessionID: SessionID(nobody)
        )
        return Principal(identity, issuedAt: now, expiresAt: now.addingTimeInterval(60))
    }
}

extension Noun {
    package enum Wallet {}
    package enum Hold {}
    package enum Grant {}
}

/// What credits are kept in. The wallet of a school, a course or a person has that one's id.
package typealias WalletID = Identifier<Noun.Wallet>
/// Credits set aside for one thing that is being done: also the key under which it is done once.
package typealias HoldID = Identifier<Noun.Hold>
/// Credits that were given at one time, with one end.
package typealias GrantID = Identifier<Noun.Grant>
