import Access
import AuthAPI
import Cache
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func updateUser(_ request: UpdateUser, _ call: Call) async throws -> UpdateUser.Response {
        let caller = try call.caller
        let answer = try await call.write { transaction in
            let before = try transaction.account(request.userID, managedBy: caller)
            try transaction.check(request, of: before, by: caller)
            let after = try transaction.change(before, as: request)
            var ended: EndedSessions?
            if before.role != after.role || (before.status != after.status && after.status != .active) {
                let reason: EndOfSession = after.status == .active ? .roleChanged : .accountClosed
                ended = try transaction.end(.all(of: after.id), in: caller.tenantID, because: reason, at: call.now)
            }
            if before.role != after.role || before.status != after.status {
                try transaction.tell(after, of: .accountChanged, at: call.now)
            }
            for entry in AuditEntry.entries(from: before, to: after, by: caller.userID) {
                try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            }
            let response = UpdateUser.Response(user: after, message: "The account of \(after.name) is changed.")
            return AnswerEndingSessions(response: response, ended: ended)
        }
        refuse(answer.ended)
        return answer.response
    }

    func unlockUser(_ request: UnlockUser, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        let (user, counts) = try await call.read { transaction in
            let user = try transaction.account(request.userID, managedBy: caller)
            return (user, try transaction.failureNames(of: user))
        }
        let answer = try await call.write { transaction in
            try transaction.forgetFailures(of: user.email.text, in: caller.tenantID)
            let entry = AuditEntry(action: .accountUnlocked, actor: caller.userID, subject: user.email)
            try transaction.audit(entry, in: caller.tenantID, from: Origin(call))
            return Acknowledged("\(user.name) can sign in again.")
        }
        for count in counts { await call.forgetCounts(\.authentication, SignInLimits.key(caller.tenantID, count)) }
        return answer
    }
}

extension Transaction {
    /// Somebody of the caller's school whom the caller may manage; super admins are managed by super admins only.
    func account(_ id: UserID, managedBy caller: Principal) throws -> User {
        guard let user = try user(id, of: caller.tenantID) else { throw AuthError.unknownUser }
        guard user.role != .superAdmin || caller.role == .superAdmin else { throw AuthError.roleNotAllowed }
        return user
    }

    /// Whether the caller may make this change. Whoever takes an administrator away waits for the others who do, so
    /// that two administrators cannot remove each other.
    fileprivate func check(_ request: UpdateUser, of user: User, by caller: Principal) throws {
        let (role, status) = (request.role ?? user.role, request.status ?? user.status)
        guard role != user.role || status != user.status else { return }
        guard user.id != caller.userID else { throw AuthError.ownAccount }
        guard role != .superAdmin || caller.role == .superAdmin else { throw AuthError.roleNotAllowed }
        if user.status == .inactive, status != .inactive { try checkLimit(of: user.tenantID) }
        guard user.isAdministrator, user.status == .active, role != user.role || status != .active else { return }
        let administrators: [UserID] = try all(
            """
            select id from auth.users
            where tenant_id = \(user.tenantID) and role = \(user.role) and status = 'active'
            order by id
            for update
            """
        )
        guard administrators.contains(where: { $0 != user.id }) else { throw AuthError.lastAdministrator }
    }

    /// A new address or number has to be verified again.
    fileprivate func change(_ user: User, as request: UpdateUser) throws -> User {
        do {
            try execute(
                """
                update auth.users
                set name = coalesce(\(request.name), name), locale = coalesce(\(request.locale), locale),
                    username = coalesce(\(request.username), username),
                    email_verified_at = case when \(request.email) <> email then null else email_verified_at end,
                    email = coalesce(\(request.email), email),
                    phone_verified_at = case when \(request.phoneNumber) is distinct from phone_number
                        and \(request.phoneNumber) is not null then null else phone_verified_at end,
                    phone_number = coalesce(\(request.phoneNumber), phone_number),
                    role = coalesce(\(request.role), role), status = coalesce(\(request.status), status)
                where tenant_id = \(user.tenantID) and id = \(user.id)
                """
            )
        } catch let error as PostgresError where error.constraint == "users_tenant_id_email_key" {
            throw AuthError.emailTaken
        } catch let error as PostgresError where error.constraint == "users_username_key" {
            throw AuthError.usernameTaken
        }
        guard let changed = try self.user(user.id, of: user.tenantID) else { throw AuthError.unknownUser }
        return changed
    }
}

extension User {
    fileprivate var isAdministrator: Bool { role == .admin || role == .superAdmin }
}

extension AuditEntry {
    /// A line for the role, one for the status, one for the rest.
    fileprivate static func entries(from before: User, to after: User, by actor: UserID) -> [AuditEntry] {
        func entry(_ action: AuditedAction, _ detail: String? = nil) -> AuditEntry {
            AuditEntry(action: action, actor: actor, subject: after.email, detail: detail)
        }
        var entries: [AuditEntry] = []
        if before.role != after.role {
            entries.append(entry(.roleChanged, "\(before.role.rawValue) to \(after.role.rawValue)"))
        }
        if before.status != after.status {
            let action: AuditedAction =
                switch after.status {
                case .active: .userReactivated
                case .inactive: .userDeactivated
                case .suspended: .userSuspended
                }
            entries.append(entry(action))
        }
        var rest = before
        (rest.role, rest.status) = (after.role, after.status)
        if rest != after { entries.append(entry(.userUpdated)) }
        return entries
    }
}
