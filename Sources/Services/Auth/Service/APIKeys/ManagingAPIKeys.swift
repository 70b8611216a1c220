import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    var apiKeyOperations: [Operation] {
        [
            Operation(CreateAPIKey.self, createAPIKey),
            Operation(ListAPIKeys.self, listAPIKeys),
            Operation(RevokeAPIKey.self, revokeAPIKey),
        ]
    }

    private func createAPIKey(_ request: CreateAPIKey, _ call: Call) async throws -> CreateAPIKey.Response {
        let caller = try call.caller
        let key = APIKey()
        let scopes = Set(request.scopes ?? [.chat]).sorted { $0.rawValue < $1.rawValue }
        guard !scopes.isEmpty else { throw Problem.invalid("scopes", "must not be empty") }
        let expiresAt = request.expiresInDays.map { call.now.addingTimeInterval(TimeInterval($0.value) * 86_400) }
        let description = APIKeyDescription(
            id: key.id,
            name: request.name.text,
            scopes: scopes,
            createdAt: call.now,
            expiresAt: expiresAt
        )
        // The answer that an `Idempotency-Key` keeps is without the key.
        let kept = try await call.write { transaction in
            try transaction.keep(key, description, for: caller, at: call.now)
            guard let owner = try transaction.user(caller.userID, of: caller.tenantID) else {
                throw AuthError.unknownUser
            }
            let entry = AuditEntry(action: .apiKeyCreated, actor: caller.userID, detail: description.prefix)
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            try transaction.tell(owner, of: .apiKeyCreated, at: call.now)
            return description
        }
        guard kept.id == key.id else { throw AuthError.apiKeyShownOnce }
        return CreateAPIKey.Response(key: key.text, apiKey: kept)
    }

    private func listAPIKeys(_ request: ListAPIKeys, _ call: Call) async throws -> ListAPIKeys.Response {
        struct Row: Decodable, Sendable {
            var id: APIKeyID
            var name: String
            var scopes: [String]
            var createdAt: Date
            var lastUsedAt: Date?
            var expiresAt: Date?
        }
        let caller = try call.caller
        let rows: [Row] = try await call.school.all(
            """
            select id, name, scopes, created_at, last_used_at, expires_at
            from auth.api_keys
            where tenant_id = \(caller.tenantID) and user_id = \(caller.userID) and revoked_at is null
            order by created_at desc, id desc
            limit 100
            """
        )
        return ListAPIKeys.Response(
            apiKeys: rows.map { row in
                APIKeyDescription(
                    id: row.id,
                    name: row.name,
                    scopes: row.scopes.compactMap(APIKeyScope.init),
                    createdAt: row.createdAt,
                    lastUsedAt: row.lastUsedAt,
                    expiresAt: row.expiresAt
                )
            }
        )
    }

    private func revokeAPIKey(_ request: RevokeAPIKey, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let answer = try await call.write { transaction in
            let revoked = try transaction.revokeAPIKeys(
                of: caller.userID,
                in: caller.tenantID,
                only: request.keyID,
                at: call.now
            )
            guard revoked == 1 else { throw AuthError.unknownAPIKey }
            let entry = AuditEntry(
                action: .apiKeyRevoked,
                actor: caller.userID,
                detail: request.keyID.keyPrefix
            )
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            return Acknowledged("The key opens nothing any more.")
        }
        revocations.revoke(session: request.keyID.session, at: call.now)
        return answer
    }
}

extension Transaction {
    /// Keeps a new key, unless its owner has as many as one may have. Who makes two at once makes one after the other.
    fileprivate func keep(
        _ key: APIKey,
        _ description: APIKeyDescription,
        for owner: Principal,
        at now: Date
    ) throws {
        try execute(
            "select from auth.users where tenant_id = \(owner.tenantID) and id = \(owner.userID) for no key update"
        )
        let count: Int? = try value(
            """
            select count(*) from auth.api_keys
            where tenant_id = \(owner.tenantID) and user_id = \(owner.userID) and revoked_at is null
                and (expires_at is null or expires_at > \(now))
            """
        )
        guard count ?? 0 < Self.mostAPIKeys else { throw AuthError.tooManyAPIKeys }
        try execute(
            """
            insert into auth.api_keys (tenant_id, id, user_id, name, digest, scopes, created_at, expires_at)
            values (\(owner.tenantID), \(key.id), \(owner.userID), \(description.name), \(key.digest),
                \(description.scopes.map(\.rawValue)), \(description.createdAt), \(description.expiresAt))
            """
        )
    }

    /// How many keys of one person may work at once.
    private static var mostAPIKeys: Int { 20 }

    /// Revokes somebody's keys, `only` that one or all, and tells every process to refuse them; returns how many.
    @discardableResult
    func revokeAPIKeys(
        of owner: UserID,
        in tenant: TenantID,
        only key: APIKeyID? = nil,
        at now: Date
    ) throws -> Int {
        let revoked = try execute(
            """
            with revoked as (
                update auth.api_keys set revoked_at = \(now)
                where tenant_id = \(tenant) and user_id = \(owner) and revoked_at is null
                    and (\(key)::uuid is null or id = \(key))
                returning id
            )
            insert into auth.revocations (tenant_id, kind, subject)
            select \(tenant), 'session', id from revoked
            """
        )
        if revoked > 0 { try notify(RevocationFeed.channel) }
        return revoked
    }
}
