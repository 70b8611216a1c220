import Access
import AuthAPI
import Cache
import Endpoints
import Events
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func invite(_ request: InviteUser, _ call: Call) async throws -> InviteUser.Response {
        let host = Host(try call.caller)
        try await call.limit(\.invitations)
        let guest = Guest(request)
        return try await call.write { transaction in
            let invitation = try transaction.invite(guest, by: host, from: Origin(call))
            return InviteUser.Response(invitation: invitation, message: "\(invitation.email) is invited.")
        }
    }

    func resendInvitation(_ request: ResendInvitation, _ call: Call) async throws -> InviteUser.Response {
        let host = Host(try call.caller)
        try await call.limit(\.invitations)
        return try await call.write { transaction in
            let guest: Guest? = try transaction.first(
                """
                select email, role, name, locale, username, phone_number from auth.invitations
                where tenant_id = \(host.tenant) and id = \(request.invitationID)
                    and accepted_at is null and revoked_at is null
                for update
                """
            )
            guard let guest else {
                throw try transaction.closedOrUnknown(request.invitationID, in: host.tenant)
            }
            let invitation = try transaction.invite(guest, by: host, from: Origin(call))
            return InviteUser.Response(invitation: invitation, message: "\(invitation.email) is invited again.")
        }
    }

    func revokeInvitation(_ request: RevokeInvitation, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let tenant = caller.tenantID
        return try await call.write { transaction in
            let email: Email? = try transaction.value(
                """
                update auth.invitations set revoked_at = coalesce(revoked_at, \(call.now))
                where tenant_id = \(tenant) and id = \(request.invitationID) and accepted_at is null
                returning email
                """
            )
            guard let email else { throw try transaction.closedOrUnknown(request.invitationID, in: tenant) }
            try transaction.execute(
                """
                delete from auth.account_tokens
                where tenant_id = \(tenant) and invitation_id = \(request.invitationID) and used_at is null
                """
            )
            let entry = AuditEntry(action: .invitationRevoked, actor: caller.userID, subject: email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            return Acknowledged("The invitation of \(email) is taken back.")
        }
    }
}

/// Who invites.
struct Host: Sendable {
    let tenant: TenantID
    let user: UserID
    let role: Role
    let name: String?

    init(_ caller: Principal) {
        (tenant, user, role, name) = (caller.tenantID, caller.userID, caller.role, caller.identity.name)
    }
}

/// Who is invited, to be what.
struct Guest: Decodable, Sendable {
    var email: Email
    var role: Role
    var name: Line<255>?
    var locale: LanguageTag?
    var username: Username?
    var phoneNumber: PhoneNumber?

    init(email: Email, role: Role) { (self.email, self.role) = (email, role) }

    init(_ request: InviteUser) {
        (email, role, name, locale) = (request.email, request.role, request.name, request.locale)
        (username, phoneNumber) = (request.username, request.phoneNumber)
    }
}

extension Role {
    /// How long the link of an invitation works: a week, because teachers and parents do not read mail every day; a
    /// day where the account will have power over others.
    var invitationLifetime: Duration {
        switch self {
        case .student, .teacher, .parent: .seconds(7 * 86_400)
        case .admin, .superAdmin: .seconds(86_400)
        }
    }
}

extension Transaction {
    /// Invites somebody, or again: then what is written now counts, and the link they have is dead.
    func invite(_ guest: Guest, by host: Host, from origin: Origin) throws -> Invitation {
        guard guest.role != .superAdmin || host.role == .superAdmin else { throw AuthError.roleNotAllowed }
        let (tenant, now, lifetime) = (host.tenant, origin.instant, guest.role.invitationLifetime)
        let isTaken = try value(
            "select exists (select from auth.users where tenant_id = \(tenant) and email = \(guest.email))",
            as: Bool.self
        )
        if isTaken == true { throw AuthError.emailTaken }
        let id: InvitationID? = try value(
            """
            insert into auth.invitations (tenant_id, id, email, name, role, username, phone_number, locale, invited_by,
                expires_at, created_at)
            values (\(tenant), \(InvitationID()), \(guest.email), \(guest.name), \(guest.role), \(guest.username),
                \(guest.phoneNumber), \(guest.locale), \(host.user), \(now.addingTimeInterval(lifetime / .seconds(1))),
                \(now))
            on conflict (tenant_id, email) where accepted_at is null and revoked_at is null do update
            set name = excluded.name, role = excluded.role, username = excluded.username,
                phone_number = excluded.phone_number, locale = excluded.locale, invited_by = excluded.invited_by,
                expires_at = excluded.expires_at
            returning id
            """
        )
        guard let id, let invitation = try invitation(id, in: tenant, at: now) else {
            throw AuthError.unknownInvitation
        }
        let token = try issueToken(
            .invitation,
            to: .invitation(id),
            at: guest.email,
            in: tenant,
            validFor: lifetime,
            now: now
        )
        try announce(try mail(to: guest, by: host, with: token))
        let entry = AuditEntry(action: .userInvited, actor: host.user, subject: guest.email)
        try audit(entry, in: tenant, from: origin)
        return invitation
    }

    private func mail(to guest: Guest, by host: Host, with token: AccountToken) throws -> AccountMailRequested {
        let locale: LanguageTag? = try value(
            "select coalesce(\(guest.locale), locale) from auth.tenants where id = \(host.tenant)"
        )
        guard let locale else { throw AuthError.unknownSchool }
        let name = guest.name?.text ?? String(guest.email.text.prefix { $0 != "@" })
        var mail = AccountMailRequested(.invitation, to: guest.email, named: name, reading: locale)
        mail.link = AccountTokenPurpose.invitation.link(with: token)
        mail.validForMinutes = guest.role.invitationLifetime.wholeMinutes
        mail.inviter = host.name
        return mail
    }

    /// One invitation as it stands.
    func invitation(_ id: InvitationID, in tenant: TenantID, at now: Date) throws -> Invitation? {
        try first(
            """
            select id, email, name, role, created_at, expires_at, accepted_at, user_id,
                case when accepted_at is not null then 'accepted' when revoked_at is not null then 'revoked'
                    when expires_at <= \(now) then 'expired' else 'pending' end as status
            from auth.invitations where tenant_id = \(tenant) and id = \(id)
            """
        )
    }

    /// Why an invitation cannot be changed any more.
    fileprivate func closedOrUnknown(_ id: InvitationID, in tenant: TenantID) throws -> AuthError {
        let isThere = try value(
            "select exists (select from auth.invitations where tenant_id = \(tenant) and id = \(id))",
            as: Bool.self
        )
        return isThere == true ? .invitationClosed : .unknownInvitation
    }
}
