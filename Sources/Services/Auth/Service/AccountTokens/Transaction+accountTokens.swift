import AuthAPI
import FoundationEssentials
import Postgres
import Values

/// Whose token it is.
enum AccountTokenHolder: Sendable {
    case user(UserID)
    case invitation(InvitationID)

    fileprivate var user: UserID? { if case .user(let id) = self { id } else { nil } }
    fileprivate var invitation: InvitationID? { if case .invitation(let id) = self { id } else { nil } }
}

/// What a token that may still be used leads to.
struct AccountTokenClaim: Decodable, Sendable {
    /// The account; `nil` for an invitation.
    var userID: UserID?
    var invitationID: InvitationID?
    /// The address it was sent to.
    var email: Email
    var expiresAt: Date
}

extension Transaction {
    // tidy: allow parameter-count — a token is for somebody, at an address, in a school, for a time
    /// Makes a token for somebody at an address. The one they had for that purpose is worth nothing from now on.
    func issueToken(
        _ purpose: AccountTokenPurpose,
        to holder: AccountTokenHolder,
        at email: Email,
        in tenant: TenantID,
        validFor lifetime: Duration? = nil,
        now: Date
    ) throws -> AccountToken {
        let token = AccountToken()
        let expiresAt = now.addingTimeInterval((lifetime ?? purpose.lifetime) / .seconds(1))
        try execute(
            """
            insert into auth.account_tokens
                (tenant_id, id, purpose, user_id, invitation_id, email, digest, expires_at, created_at)
            values (\(tenant), \(UUID.version7(at: now)), \(purpose), \(holder.user), \(holder.invitation), \(email),
                \(token.digest), \(expiresAt), \(now))
            on conflict (tenant_id, purpose, coalesce(user_id, invitation_id)) where used_at is null do update
            set email = excluded.email, digest = excluded.digest, expires_at = excluded.expires_at,
                created_at = excluded.created_at
            """
        )
        return token
    }

    /// What a token leads to, without using it up: to refuse before anything dear is done, and to show a form.
    func claim(
        of token: AccountToken,
        for purpose: AccountTokenPurpose,
        in tenant: TenantID,
        now: Date
    ) throws
        -> AccountTokenClaim?
    {
        try first(
            """
            select user_id, invitation_id, email, expires_at from auth.account_tokens
            where tenant_id = \(tenant) and digest = \(token.digest) and purpose = \(purpose)
                and used_at is null and expires_at > \(now)
            """
        )
    }

    /// Uses a token up and says what it led to; `nil` when it is of another purpose, used, replaced or too old. Of two
    /// who show it at once, one gets an answer.
    func consume(
        _ token: AccountToken,
        for purpose: AccountTokenPurpose,
        in tenant: TenantID,
        now: Date
    ) throws
        -> AccountTokenClaim?
    {
        try first(
            """
            update auth.account_tokens set used_at = \(now)
            where tenant_id = \(tenant) and digest = \(token.digest) and purpose = \(purpose)
                and used_at is null and expires_at > \(now)
            returning user_id, invitation_id, email, expires_at
            """
        )
    }
}

extension AuthService {
    /// The school of a token that somebody shows: a link says nothing else.
    func school(of token: AccountToken) async throws -> TenantID? {
        try await database.platform(reason: "find the school of a token that was sent by mail").value(
            "select tenant_id from auth.account_tokens where digest = \(token.digest)"
        )
    }

    /// Removes tokens that were of use a month ago, and invitations that nobody took up for a year.
    func forgetOldTokens() async throws {
        try await database.platform(reason: "remove account tokens that no longer matter") { transaction in
            try transaction.execute(
                "delete from auth.account_tokens where expires_at < now() - interval '30 days'"
            )
            try transaction.execute(
                "delete from auth.known_devices where last_seen_at < now() - interval '1 year'"
            )
        }
    }
}
