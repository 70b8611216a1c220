package import Access
package import FoundationEssentials
package import Postgres
import Values

/// Where every process looks up whose an API key is.
package struct APIKeyStore: Sendable {
    private let database: Database

    package init(_ database: Database) { self.database = database }

    private struct Row: Decodable, Sendable {
        var tenantID: TenantID
        var userID: UserID
        var scopes: [String]
        var expiresAt: Date?
        var role: Role
        var name: String
        var locale: String
        var username: String?
        var email: String
    }

    /// Whom a key stands for, as they are now; `nil` when it is nobody's, was revoked, has expired, or its owner or
    /// their school is suspended. Notes in which hour it was used.
    ///
    /// One statement whatever is wrong with the key, so that its time tells nothing: an unknown id and a wrong secret
    /// are the same row that is not there.
    package func holder(of key: APIKey, at now: Date) async throws -> Principal? {
        let row: Row? = try await database.platform(reason: "find out whose an API key is").first(
            """
            with held as (
                select key.tenant_id, key.id, key.user_id, key.scopes, key.expires_at, key.last_used_at,
                    person.role, person.name, person.locale, person.username, person.email
                from auth.api_keys key
                join auth.users person on person.tenant_id = key.tenant_id and person.id = key.user_id
                join auth.tenants school on school.id = key.tenant_id
                where key.id = \(key.id) and key.digest = \(key.digest) and key.revoked_at is null
                    and (key.expires_at is null or key.expires_at > \(now))
                    and person.status = 'active' and school.status = 'active'
            ), used as (
                update auth.api_keys key
                set last_used_at = date_trunc('hour', \(now)::timestamptz, 'UTC')
                from held
                where key.tenant_id = held.tenant_id and key.id = held.id
                    and (held.last_used_at is null
                        or held.last_used_at < date_trunc('hour', \(now)::timestamptz, 'UTC'))
            )
            select tenant_id, user_id, scopes, expires_at, role, name, locale, username, email from held
            """
        )
        return row.map { row in
            Principal(
                Identity(
                    userID: row.userID,
                    tenantID: row.tenantID,
                    role: row.role,
                    // What revoking it names.
                    sessionID: key.session,
                    name: row.name,
                    locale: row.locale,
                    username: row.username,
                    email: row.email
                ),
                issuedAt: now,
                expiresAt: row.expiresAt ?? now.addingTimeInterval(Self.lifetime),
                // One that a newer release knows opens nothing here.
                apiKeyScopes: Set(row.scopes.compactMap(APIKeyScope.init))
            )
        }
    }

    /// Of what was read, in seconds.
    private static let lifetime: TimeInterval = 900
}

extension APIKey {
    /// What revocations know it by.
    var session: SessionID { id.session }
}

extension APIKeyID {
    /// What revocations know the key by: it is a session that nobody signed in to.
    var session: SessionID { SessionID(uuid) }
}
