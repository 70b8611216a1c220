import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func chatSetRole(_ request: ChatSetRole, _ call: Call) async throws -> ChatUserAnswer {
        let caller = try call.caller
        let tenant = caller.tenantID
        guard let name = request.role.filled else { throw ChatRefusal.invalidRole }
        let role = try Role(chatName: name, mayBeAdmin: true)
        let reference = try ChatUserReference(request.userID)
        let (user, ended): (ChatUser, EndedSessions?) = try await database.tenant(tenant) { transaction in
            let account = try transaction.chatAccount(reference, of: tenant)
            // A parent is an `enduser` already, a super admin an `admin`.
            guard account.role.chatName != role.chatName else { return (account.user, nil) }
            guard account.id != caller.userID else { throw ChatRefusal.ownRole }
            try transaction.execute(
                "update auth.users set role = \(role) where tenant_id = \(tenant) and id = \(account.id)"
            )
            let entry = AuditEntry(action: .roleChanged, actor: caller.userID, subject: account.email)
            try transaction.audit(entry, in: tenant, from: Origin(call))
            let ended = try transaction.end(
                .all(of: account.id),
                in: tenant,
                because: .roleChanged,
                at: call.now
            )
            return (try transaction.chatAccount(reference, of: tenant).user, ended)
        }
        refuse(ended)
        return ChatUserAnswer(user)
    }

    func chatDeleteUser(_ request: ChatDeleteUser, _ call: Call) async throws -> ChatDeleteUser.Response {
        let caller = try call.caller
        let tenant = caller.tenantID
        let reference = try ChatUserReference(request.userID)
        let (user, ended) = try await database.tenant(tenant) { transaction in
            let account = try transaction.chatAccount(reference, of: tenant)
            guard account.id != caller.userID else { throw ChatRefusal.ownAccount }
            guard account.role.chatName != "admin" else { throw ChatRefusal.adminDeletion }
            return (account.user, try transaction.delete(account, by: caller, call))
        }
        refuse(ended)
        return ChatDeleteUser.Response(user)
    }

    func chatDeleteUsers(_ request: ChatDeleteUsers, _ call: Call) async throws -> ChatDeleteUsers.Response {
        let caller = try call.caller
        let tenant = caller.tenantID
        guard request.confirmDelete?.string == "DELETE_ALL_USERS" else {
            let hint: JSON = #"Send {"confirmDelete": "DELETE_ALL_USERS"} to delete all users"#
            throw ChatRefusal.confirmationRequired.problem("message", hint)
        }
        let preservesAdmins = request.preserveAdmins != false
        let ended = try await database.tenant(tenant) { transaction in
            let accounts: [ChatAccount] = try transaction.all(.chatAccounts(of: tenant))
            return
                try accounts
                .filter { $0.id != caller.userID && !(preservesAdmins && $0.role.chatName == "admin") }
                .map { try transaction.delete($0, by: caller, call) }
        }
        for ended in ended { refuse(ended) }
        return ChatDeleteUsers.Response(deleted: ended.count, preservedAdmins: preservesAdmins)
    }
}

extension Transaction {
    /// Takes an account away with its sessions; what it did elsewhere stays under its id.
    fileprivate func delete(_ account: ChatAccount, by caller: Principal, _ call: Call) throws -> EndedSessions {
        let tenant = caller.tenantID
        let ended = try end(.all(of: account.id), in: tenant, because: .accountClosed, at: call.now)
        try execute(
            """
            delete from auth.invitations
            where tenant_id = \(tenant) and (user_id = \(account.id) or invited_by = \(account.id))
            """
        )
        try execute("delete from auth.users where tenant_id = \(tenant) and id = \(account.id)")
        let entry = AuditEntry(action: .userDeleted, actor: caller.userID, subject: account.email)
        try audit(entry, in: tenant, from: Origin(call))
        return ended
    }
}
