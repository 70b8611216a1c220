package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// The caller's streams that are running.
package struct ListActiveSessions: Endpoint {
    package static let route = Route.get(
        "/api/streaming-sessions/active",
        "The caller's running streams.",
        dialect: .accounting
    )
    package static let access = Access.signedIn

    package init() {}

    package typealias Response = [StreamingSession]
}

/// Everybody's streams that are running, at most 1,000, for admins.
package struct ListAllActiveSessions: Endpoint {
    package static let route = Route.get(
        "/api/streaming-sessions/active/all",
        "Everybody's running streams.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package init() {}

    package typealias Response = [StreamingSession]
}

/// Somebody's streams that are running; none for somebody who is not there.
package struct ListActiveSessionsOf: Endpoint {
    package static let route = Route.get(
        "/api/streaming-sessions/active/{userId}",
        "A user's running streams.",
        dialect: .accounting
    )
    package static let access = Access.supervisors

    package var userID: PersonReference

    package init(_ userID: PersonReference) { self.userID = userID }

    package typealias Response = [StreamingSession]
}

/// How far back recent streams go, in minutes: at most a week.
package typealias RecentMinutes = Bounded<1, 10_080>

/// The 50 most recent streams of the school: those that run, then those that ended within so many minutes.
package struct ListRecentSessions: Endpoint {
    package static let route = Route.get(
        "/api/streaming-sessions/recent",
        "The most recent streams.",
        dialect: .accounting
    )
    package static let access = Access.supervisors

    /// Five unless said otherwise.
    package var minutes: RecentMinutes?

    package init(minutes: RecentMinutes? = nil) { self.minutes = minutes }

    package typealias Response = RecentSessions
}

/// The 20 most recent streams of somebody.
package struct ListRecentSessionsOf: Endpoint {
    package static let route = Route.get(
        "/api/streaming-sessions/recent/{userId}",
        "A user's most recent streams.",
        dialect: .accounting
    )
    package static let access = Access.supervisors

    package var userID: PersonReference
    /// Five unless said otherwise.
    package var minutes: RecentMinutes?

    package init(_ userID: PersonReference, minutes: RecentMinutes? = nil) {
        (self.userID, self.minutes) = (userID, minutes)
    }

    package typealias Response = RecentSessions
}

/// Streams, and what was asked.
package struct RecentSessions: Codable, Sendable {
    package var sessions: [StreamingSession]
    package var timestamp: Date
    package var filter: Filter

    /// What was asked.
    package struct Filter: Codable, Sendable {
        package var minutes: Int
        package var userID: String?

        package init(minutes: Int, userID: String? = nil) { (self.minutes, self.userID) = (minutes, userID) }
    }

    package init(sessions: [StreamingSession], timestamp: Date, filter: Filter) {
        (self.sessions, self.timestamp, self.filter) = (sessions, timestamp, filter)
    }
}
