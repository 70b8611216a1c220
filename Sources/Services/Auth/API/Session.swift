package import FoundationEssentials
package import Values

/// Something somebody is signed in to: a browser, a phone.
package struct Session: Codable, Hashable, Sendable {
    package var id: SessionID
    /// What it looks like, as `Chrome on Android`; unknown agents are `Unknown device`.
    package var device: String
    /// The address it signed in from.
    package var address: String?
    /// What the client called itself when it signed in.
    package var userAgent: String?
    package var createdAt: Date
    /// When it last got a new access token, which is every quarter of an hour while it is used.
    package var lastUsedAt: Date
    /// Whether it is the one that asks.
    package var isCurrent: Bool

    enum CodingKeys: String, CodingKey {
        case id, device, address, userAgent, createdAt, lastUsedAt
        case isCurrent = "current"
    }

    package init(
        id: SessionID,
        device: String,
        address: String?,
        userAgent: String?,
        createdAt: Date,
        lastUsedAt: Date,
        isCurrent: Bool
    ) {
        (self.id, self.device, self.address, self.userAgent) = (id, device, address, userAgent)
        (self.createdAt, self.lastUsedAt, self.isCurrent) = (createdAt, lastUsedAt, isCurrent)
    }
}

/// Sessions, the one used last first; the newest hundred of them.
package struct Sessions: Codable, Sendable {
    package var sessions: [Session]
    package init(sessions: [Session]) { self.sessions = sessions }
}

/// How many sessions ended.
package struct SessionsEnded: Codable, Sendable {
    package var revoked: Int
    package var message: String
    package init(revoked: Int) {
        self.revoked = revoked
        message = revoked == 1 ? "One session has ended." : "\(revoked) sessions have ended."
    }
}
