import Access
import AuthAPI
import Endpoints
import Postgres
import Values

extension AuthService {
    func chatLookUpUser(_ request: ChatLookUpUser, _ call: Call) async throws -> ChatLookUpUser.Response {
        let account = try await chatAccount(ChatUserReference(request.userID))
        return ChatLookUpUser.Response(
            account.user,
            details: call.principal.map { Access.roles(.admin).allows($0) } ?? false
        )
    }

    func chatProfile(_ request: ChatGetProfile, _ call: Call) async throws -> ChatUserAnswer {
        ChatUserAnswer(try await chatAccount(ChatUserReference(call.caller.userID)).user)
    }

    func chatDashboard(_ request: ChatDashboard, _ call: Call) async throws -> ChatDashboard.Response {
        ChatDashboard.Response(user: try await chatAccount(ChatUserReference(call.caller.userID)).user)
    }

    func chatListUsers(_ request: ChatListUsers, _ call: Call) async throws -> ChatListUsers.Response {
        ChatListUsers.Response(try await chatAccounts())
    }

    func chatListUsersBare(_ request: ChatListUsersBare, _ call: Call) async throws -> [ChatUser] {
        try await chatAccounts()
    }

    func chatGetUser(_ request: ChatGetUser, _ call: Call) async throws -> ChatGetUser.Response {
        guard Access.roles(.admin).allows(try call.caller) else { throw ChatRefusal.adminOnly }
        return ChatGetUser.Response(try await chatAccount(ChatUserReference(request.userID)).user)
    }

    func chatGetUserDocument(_ request: ChatGetUserDocument, _ call: Call) async throws -> ChatUserAnswer {
        ChatUserAnswer(try await chatAccount(ChatUserReference(request.userID)).user)
    }

    func chatGetUserByEmail(_ request: ChatGetUserByEmail, _ call: Call) async throws -> ChatUserAnswer {
        let tenant = try await chatTenant
        guard let email = try? Email(parsing: request.email),
            let account: ChatAccount = try await database.tenant(tenant).first(.chatAccount(email, of: tenant))
        else { throw ChatRefusal.userNotFound }
        return ChatUserAnswer(account.user)
    }

    private func chatAccount(_ reference: ChatUserReference) async throws -> ChatAccount {
        let tenant = try await chatTenant
        guard let account: ChatAccount = try await database.tenant(tenant).first(.chatAccount(reference, of: tenant))
        else { throw ChatRefusal.userNotFound }
        return account
    }

    private func chatAccounts() async throws -> [ChatUser] {
        let tenant = try await chatTenant
        let accounts: [ChatAccount] = try await database.tenant(tenant).all(.chatAccounts(of: tenant))
        return accounts.map(\.user)
    }
}
