package import Access
package import Endpoints
package import FoundationEssentials
import HTTPTypes
package import Values

/// Makes a personal API key: for a program of the caller's that asks the tutor. The key is in this answer and nowhere
/// else; a mail tells the caller that it was made.
///
/// A key acts as its owner, with the role that they have at the moment, and opens only the endpoints of its scopes. It
/// works until it is revoked or expires, and not while the owner or the school is suspended. 409 `too_many_api_keys`
/// for the twenty-first, 409 `api_key_shown_once` when the same `Idempotency-Key` comes again.
package struct CreateAPIKey: Endpoint {
    package static let route = Route.post("/api/auth/api-keys", "Makes a personal API key.", success: .created)
    package static let access = Access.signedIn
    package static var isSensitive: Bool { true }

    /// What the owner calls it.
    package var name: Line<100>
    /// What it opens; `chat` when left out.
    package var scopes: [APIKeyScope]?
    /// Without it the key works until it is revoked.
    package var expiresInDays: Bounded<1, 3650>?

    package init(name: Line<100>, scopes: [APIKeyScope]? = nil, expiresInDays: Bounded<1, 3650>? = nil) {
        (self.name, self.scopes, self.expiresInDays) = (name, scopes, expiresInDays)
    }

    package struct Response: Codable, Sendable {
        /// What the program sends as `Authorization: Bearer …`.
        package var key: String
        package var apiKey: APIKeyDescription

        package init(key: String, apiKey: APIKeyDescription) { (self.key, self.apiKey) = (key, apiKey) }
    }
}

/// A personal API key as its owner sees it afterwards.
package struct APIKeyDescription: Codable, Sendable {
    package var id: APIKeyID
    package var name: String
    /// How the key begins.
    package var prefix: String
    package var scopes: [APIKeyScope]
    package var createdAt: Date
    /// In which hour it was used last.
    package var lastUsedAt: Date?
    package var expiresAt: Date?

    // tidy: allow parameter-count — the columns of a list, each named once
    package init(
        id: APIKeyID,
        name: String,
        scopes: [APIKeyScope],
        createdAt: Date,
        lastUsedAt: Date? = nil,
        expiresAt: Date?
    ) {
        (self.id, self.name, self.scopes) = (id, name, scopes)
        prefix = id.keyPrefix
        (self.createdAt, self.lastUsedAt, self.expiresAt) = (createdAt, lastUsedAt, expiresAt)
    }
}

/// The caller's keys that were not revoked, the newest first.
package struct ListAPIKeys: Endpoint {
    package static let route = Route.get("/api/auth/api-keys", "The caller's personal API keys.")
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var apiKeys: [APIKeyDescription]

        package init(apiKeys: [APIKeyDescription]) { self.apiKeys = apiKeys }
    }
}

/// Revokes one of the caller's keys: every process refuses it within two seconds. 404 for one that was revoked before,
/// that is somebody else's, or that never was.
package struct RevokeAPIKey: Endpoint {
    package static let route = Route.delete("/api/auth/api-keys/{key_id}", "Revokes a personal API key.")
    package static let access = Access.signedIn
    package typealias Response = Acknowledged

    package var keyID: APIKeyID

    package init(keyID: APIKeyID) { self.keyID = keyID }
}
