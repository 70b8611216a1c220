import Access
import AuthAPI
import Endpoints
import Postgres
import Values

extension AuthService {
    func signOut(_ request: SignOut, _ call: Call) async throws -> Acknowledged {
        if let (session, tenant) = try await session(namedBy: request.refreshToken) {
            try await end(session, in: tenant, call)
        } else if let caller = call.principal {
            try await end(caller.sessionID, in: caller.tenantID, call)
        }
        // Whoever is signed out already is told so: the portals send an empty object when they know no token.
        return Acknowledged("You are signed out.")
    }

    /// The session of a refresh token that we made, whichever generation it is.
    private func session(namedBy text: String?) async throws -> (SessionID, TenantID)? {
        guard let token = text.flatMap(RefreshToken.parse), let tenant = try await school(of: token.session) else {
            return nil
        }
        struct Key: Decodable, Sendable { var refreshKey: [UInt8]? }
        let row: Key? = try await database.tenant(tenant).first(
            "select refresh_key from auth.sessions where tenant_id = \(tenant) and id = \(token.session)"
        )
        guard let row, let secret = try settings.secret(for: row.refreshKey), token.isAuthentic(secret: secret) else {
            return nil
        }
        return (token.session, tenant)
    }

    private func end(_ session: SessionID, in tenant: TenantID, _ call: Call) async throws {
        let ended = try await database.tenant(tenant) { transaction in
            let ended = try transaction.end(.one(session), in: tenant, because: .signedOut, at: call.now)
            if let owner = ended.owner {
                let entry = AuditEntry(action: .signedOut, actor: owner, session: session)
                try transaction.audit(entry, in: tenant, from: Origin(call))
            }
            return ended
        }
        refuse(ended)
    }
}
