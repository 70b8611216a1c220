package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// How the service is (C2). Always 200, because the chat platform's scripts read the body; `/readyz` has the status.
package struct GetChatHealth: Endpoint {
    package static let route = Route.get("/health", "How the service is.", dialect: .chatProxy)
    package static let access = Access.anyone
    package typealias Response = ChatHealth

    package init() {}
}

/// How the service is. What the original kept in collections of MongoDB are tables here, under the names they had.
package struct ChatHealth: Codable, Sendable {
    /// `healthy`; `degraded` when something is missing; `unhealthy` when the database is away.
    package var status: String
    package var service = ChatRelease.service
    package var version = ChatRelease.version
    package var timestamp: Date
    package var database: Store?
    /// Whether each is there.
    package var collections: [String: Bool]?
    package var gridfs: Files?
    package var error: String?
    /// The status once more, where this is part of something.
    package var overallHealth: String?

    /// The database.
    package struct Store: Codable, Sendable {
        package var connection: String
        package var collectionsCount: Int
    }

    /// What people have sent with their questions.
    package struct Files: Codable, Sendable {
        package var collectionsPresent: Bool
        /// About how many: what the database's own statistics say.
        package var filesCount: Int
        package var status: String
    }

    /// The database answered.
    package init(collections: [String: Bool], tables: Int, files: Int, at timestamp: Date) {
        let hasFiles = collections["file_uploads"] == true
        status = collections.values.allSatisfy(\.self) ? "healthy" : "degraded"
        (self.timestamp, self.collections) = (timestamp, collections)
        database = Store(connection: "connected", collectionsCount: tables)
        gridfs = Files(collectionsPresent: hasFiles, filesCount: files, status: hasFiles ? "healthy" : "missing")
    }

    /// It did not.
    package init(failing error: String, at timestamp: Date) {
        (status, self.error, self.timestamp) = ("unhealthy", error, timestamp)
    }
}

/// Whether what the service needs is set up (C3).
package struct GetCollectionsStatus: Endpoint {
    package static let route = Route.get(
        "/collections/status",
        "Whether what the service needs is set up.",
        dialect: .chatProxy
    )
    package static let access = Access.anyone

    package init() {}

    package struct Response: Codable, Sendable {
        package var setupStatus: Setup
        package var healthStatus: ChatHealth
        package var timestamp: Date

        package init(_ health: ChatHealth, setUpAt: Date?) {
            var health = health
            health.overallHealth = health.status
            let collections = health.collections ?? [:]
            setupStatus = Setup(
                setupCompleted: health.status == "healthy",
                setupTimestamp: setUpAt,
                collectionsStatus: collections
            )
            (healthStatus, timestamp) = (health, health.timestamp)
        }
    }

    package struct Setup: Codable, Sendable {
        package var setupCompleted: Bool
        /// When this process began to serve: tables are there before that.
        @OrNull package var setupTimestamp: Date?
        package var collectionsStatus: [String: Bool]

        init(setupCompleted: Bool, setupTimestamp: Date?, collectionsStatus: [String: Bool]) {
            (self.setupCompleted, self.setupTimestamp) = (setupCompleted, setupTimestamp)
            self.collectionsStatus = collectionsStatus
        }
    }
}
