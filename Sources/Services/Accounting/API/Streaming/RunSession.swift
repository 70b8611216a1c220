package import Access
package import Endpoints
import HTTPTypes
package import Values

/// Announces a stream and sets aside what it is expected to cost and a fifth more, in whole credits.
///
/// The same session again answers the same as long as it is active and asks for the same; otherwise it is 409, and
/// nothing is taken. 402 when there are not enough credits. A session that is not ended within an hour fails, and what
/// was set aside is free again.
package struct InitializeSession: Endpoint {
    package static let route = Route.post(
        "/api/streaming-sessions/initialize",
        "Announces a stream and sets credits aside for it.",
        dialect: .accounting,
        success: .created
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var sessionID: StreamID
    package var modelID: ModelID
    package var estimatedTokens: Bounded<1, 1_000_000_000>

    package init(_ sessionID: StreamID, modelID: ModelID, estimatedTokens: Bounded<1, 1_000_000_000>) {
        (self.sessionID, self.modelID, self.estimatedTokens) = (sessionID, modelID, estimatedTokens)
    }

    package struct Response: Codable, Sendable {
        package var sessionID: String
        package var allocatedCredits: Int
        package var status: StreamingSession.Status

        package init(sessionID: String, allocatedCredits: Int) {
            (self.sessionID, self.allocatedCredits, status) = (sessionID, allocatedCredits, .active)
        }
    }
}

/// Ends a stream of the caller's at what it really used. The rest returns to where it came from; what it cost above
/// what was set aside is taken from what is free. 404 when the caller has no active session of that name.
package struct FinalizeSession: Endpoint {
    package static let route = Route.post(
        "/api/streaming-sessions/finalize",
        "Ends a stream at what it used.",
        dialect: .accounting
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var sessionID: StreamID
    package var actualTokens: TokenCount
    /// Whether it went well; only the session's status says so.
    package var success: Bool?

    package init(_ sessionID: StreamID, actualTokens: TokenCount, success: Bool? = nil) {
        (self.sessionID, self.actualTokens, self.success) = (sessionID, actualTokens, success)
    }

    package struct Response: Codable, Sendable {
        package var sessionID: String
        package var actualCredits: Int
        package var refund: Int

        package init(sessionID: String, actualCredits: Int, refund: Int) {
            (self.sessionID, self.actualCredits, self.refund) = (sessionID, actualCredits, refund)
        }
    }
}

/// Breaks a stream of the caller's off: it has failed, and costs what it had produced.
package struct AbortSession: Endpoint {
    package static let route = Route.post(
        "/api/streaming-sessions/abort",
        "Breaks a stream off.",
        dialect: .accounting
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var sessionID: StreamID
    package var tokensGenerated: TokenCount?

    package init(_ sessionID: StreamID, tokensGenerated: TokenCount? = nil) {
        (self.sessionID, self.tokensGenerated) = (sessionID, tokensGenerated)
    }

    package struct Response: Codable, Sendable {
        package var sessionID: String
        package var partialCredits: Int
        package var refund: Int

        package init(sessionID: String, partialCredits: Int, refund: Int) {
            (self.sessionID, self.partialCredits, self.refund) = (sessionID, partialCredits, refund)
        }
    }
}
