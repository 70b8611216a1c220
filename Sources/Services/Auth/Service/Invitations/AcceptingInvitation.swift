import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func acceptInvitation(_ request: AcceptInvitation, _ call: Call) async throws -> AcceptInvitation.Response {
        let user = try await accept(request, call)
        return AcceptInvitation.Response(user: user, message: "Welcome, \(user.name). You can sign in now.")
    }

    /// Makes the account of somebody who was invited; the address is confirmed, since the link was sent there.
    func accept(_ request: AcceptInvitation, _ call: Call) async throws -> User {
        let now = call.now
        guard let token = AccountToken(shown: request.token), let tenant = try await school(of: token),
            let school = try await school(nil, tenant), school.status == .active,
            // Before the hash, which costs a thousand queries.
            try await database.tenant(tenant, { try $0.claim(of: token, for: .invitation, in: tenant, now: now) })
                != nil
        else { throw AuthError.invalidInvitation }
        let hash = try await hasher.hash(chosen: request.password)
        return try await database.tenant(tenant) { transaction in
            guard let claim = try transaction.consume(token, for: .invitation, in: tenant, now: now),
                let id = claim.invitationID, let guest = try transaction.guest(id, in: tenant)
            else { throw AuthError.invalidInvitation }
            guard let name = request.name ?? guest.name else { throw AuthError.missing(field: "name") }
            var user = NewUser(email: guest.email, name: name, role: guest.role)
            (user.username, user.phoneNumber, user.locale) = (guest.username, guest.phoneNumber, guest.locale)
            let added = try transaction.add(user, passwordHash: hash, to: tenant, at: now)
            _ = try transaction.confirm(added.email, of: added.id, in: tenant, at: now)
            try transaction.execute(
                """
                update auth.invitations set accepted_at = \(now), user_id = \(added.id)
                where tenant_id = \(tenant) and id = \(id)
                """
            )
            let entry = AuditEntry(action: .invitationAccepted, actor: added.id, subject: added.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            return added
        }
    }
}

extension Transaction {
    /// Who an open invitation is for; its row stays locked, so that it is not taken back at the same time.
    fileprivate func guest(_ id: InvitationID, in tenant: TenantID) throws -> Guest? {
        try first(
            """
            select email, role, name, locale, username, phone_number from auth.invitations
            where tenant_id = \(tenant) and id = \(id) and accepted_at is null and revoked_at is null
            for update
            """
        )
    }
}
