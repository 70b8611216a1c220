package import FoundationEssentials
package import Values

/// A client's own name for a stream: what makes announcing it twice announce it once.
package typealias StreamID = Line<100>

/// A stream that a client announced, with what was set aside for it and what it cost.
package struct StreamingSession: Codable, Sendable {
    /// Active until it is finalised, aborted, or not heard of for an hour.
    package enum Status: String, Codable, Sendable, CaseIterable {
        case active, completed, failed
    }

    package var id: Int
    package var sessionID: String
    package var userID: String
    package var modelID: String
    package var estimatedCredits: Int
    package var allocatedCredits: Int
    package var usedCredits: Int
    package var status: Status
    package var startedAt: Date
    /// Null while it is active.
    package var completedAt: Date?

    // tidy: allow parameter-count — a row of the list
    package init(
        id: Int,
        sessionID: String,
        userID: String,
        modelID: String,
        estimated: MicroCredits,
        allocated: MicroCredits,
        used: MicroCredits,
        status: Status,
        startedAt: Date,
        completedAt: Date?
    ) {
        (self.id, self.sessionID, self.userID, self.modelID) = (id, sessionID, userID, modelID)
        estimatedCredits = estimated.wholeCreditsUp
        allocatedCredits = allocated.wholeCreditsUp
        usedCredits = used.wholeCreditsUp
        (self.status, self.startedAt, self.completedAt) = (status, startedAt, completedAt)
    }

    private enum CodingKeys: CodingKey {
        case id, sessionID, userID, modelID, estimatedCredits, allocatedCredits, usedCredits, status, startedAt
        case completedAt
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(id, forKey: .id)
        try container.encode(sessionID, forKey: .sessionID)
        try container.encode(userID, forKey: .userID)
        try container.encode(modelID, forKey: .modelID)
        try container.encode(estimatedCredits, forKey: .estimatedCredits)
        try container.encode(allocatedCredits, forKey: .allocatedCredits)
        try container.encode(usedCredits, forKey: .usedCredits)
        try container.encode(status, forKey: .status)
        try container.encode(startedAt, forKey: .startedAt)
        // Clients tell an active session by its null.
        try container.encode(completedAt, forKey: .completedAt)
    }
}
