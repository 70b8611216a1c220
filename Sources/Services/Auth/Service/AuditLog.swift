import Endpoints
import FoundationEssentials
import Postgres
import Values

/// What the audit log tells of; raw values as stored.
enum AuditedAction: String, PostgresValue {
    case signedIn = "signed_in"
    case signInFailed = "sign_in_failed"
    case signInLocked = "sign_in_locked"
    case signedOut = "signed_out"
    case refreshTokenReused = "refresh_token_reused"
    case refreshTokenReplayed = "refresh_token_replayed"
    case registered
    case userCreated = "user_created"
    case profileChanged = "profile_changed"
    case roleChanged = "role_changed"
    case userDeleted = "user_deleted"
    case emailVerified = "email_verified"
    case userUpdated = "user_updated"
    case userInvited = "user_invited"
    case invitationAccepted = "invitation_accepted"
    case invitationRevoked = "invitation_revoked"
    case passwordResetRequested = "password_reset_requested"
    case passwordReset = "password_reset"
    case passwordChanged = "password_changed"
    case passwordChangeFailed = "password_change_failed"
    /// An admin gave somebody a new one.
    case passwordSet = "password_set"
    /// For a number that is nobody's, or several people's.
    case codeRequested = "code_requested"
    case codeSent = "code_sent"
    case codeRefused = "code_refused"
    case phoneVerified = "phone_verified"
    case emailVerificationRequested = "email_verification_requested"
    case userSuspended = "user_suspended"
    case userDeactivated = "user_deactivated"
    case userReactivated = "user_reactivated"
    case twoFactorAsked = "two_factor_asked"
    case twoFactorFailed = "two_factor_failed"
    case twoFactorEnabled = "two_factor_enabled"
    case twoFactorDisabled = "two_factor_disabled"
    case twoFactorReset = "two_factor_reset"
    case recoveryCodesMade = "recovery_codes_made"
    case accountUnlocked = "account_unlocked"
    case sessionRevoked = "session_revoked"
    case sessionsRevoked = "sessions_revoked"
    case apiKeyCreated = "api_key_created"
    case apiKeyRevoked = "api_key_revoked"
    case tenantUpdated = "tenant_updated"
    case tenantSuspended = "tenant_suspended"
    case tenantReopened = "tenant_reopened"
    case installationSetUp = "installation_set_up"
    case chatflowsSynced = "chatflows_synced"
    case chatflowAssigned = "chatflow_assigned"
    case chatflowUnassigned = "chatflow_unassigned"
    case chatflowAssignmentsCleaned = "chatflow_assignments_cleaned"
    case courseTutorChanged = "course_tutor_changed"
    case courseTutorRemoved = "course_tutor_removed"
}

/// One line of the audit log: who did what to whom.
struct AuditEntry {
    let action: AuditedAction
    /// Who did it; `nil` for somebody unknown and for commands of the operator.
    var actor: UserID?
    /// Whom it concerns, as an e-mail address; a name that is none may be a password in the wrong field, so it is
    /// left out.
    var subject: Email?
    var session: SessionID?
    /// What else there is to say, in a few words: never what somebody typed.
    var detail: String?
}

/// Where a request came from, as the audit log and sessions keep it.
struct Origin: Codable, Sendable {
    var address: String?
    var userAgent: String?
    var requestID: String?
    var instant: Date

    init(_ call: Call) {
        self.init(
            address: call.remoteAddress,
            userAgent: call.userAgent,
            requestID: call.requestID,
            at: call.now
        )
    }

    /// A command of the operator.
    init(at instant: Date) { self.instant = instant }

    /// A request that another service tells of.
    init(address: String?, userAgent: String?, requestID: String, at instant: Date) {
        self.address = address.map { Self.printable($0, limit: 64) }
        self.userAgent = userAgent.map { Self.printable($0, limit: 300) }
        self.requestID = Self.printable(requestID, limit: 64)
        self.instant = instant
    }

    private static func printable(_ text: String, limit: Int) -> String {
        String(
            text.unicodeScalars.prefix(limit).map { $0.properties.generalCategory == .control ? " " : Character($0) }
        )
    }
}

extension Transaction {
    /// Writes a line of the school's audit log, which commits with what it tells of.
    func audit(_ entry: AuditEntry, in tenant: TenantID, from origin: Origin) throws {
        try execute(
            """
            insert into auth.audit_log
                (tenant_id, occurred_at, id, action, actor_id, subject, session_id, address, user_agent, request_id,
                detail)
            values (\(tenant), \(origin.instant), \(UUID.version7(at: origin.instant)), \(entry.action), \(entry.actor),
                \(entry.subject), \(entry.session), \(origin.address), \(origin.userAgent), \(origin.requestID),
                \(entry.detail))
            """
        )
    }
}
