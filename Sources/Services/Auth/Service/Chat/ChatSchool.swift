import Access
import AuthAPI
import Endpoints
import Postgres
import Synchronization
import Values

/// Which school the chat platform's people are in; found once.
final class ChatSchool: Sendable {
    private let code: Subdomain?
    private let found = Mutex<TenantID?>(nil)

    init(_ code: Subdomain?) { self.code = code }

    /// `ChatRefusal.noSchool` when none is configured, or there is none of that code.
    func id(in database: Database) async throws -> TenantID {
        if let id = found.withLock({ $0 }) { return id }
        guard let code,
            let id = try await database.platform(reason: "find the chat platform's school").value(
                "select id from auth.tenants where subdomain = \(code)",
                as: TenantID.self
            )
        else { throw ChatRefusal.noSchool }
        found.withLock { $0 = id }
        return id
    }
}

extension AuthService {
    /// The chat platform's school.
    var chatTenant: TenantID {
        get async throws { try await chatSchool.id(in: database) }
    }

    /// The chat platform's port: the same people, in its clients' words.
    var chatFace: ServiceFace {
        ServiceFace(
            Auth.chatPlatform,
            dialect: .chatAuth,
            operations: settings.testingEndpoints ? chatOperations + chatTestingOperations : chatOperations,
            admits: { [chatSchool, database] principal in
                try await principal.tenantID == chatSchool.id(in: database)
            }
        )
    }

    private var chatOperations: [Operation] {
        [
            Operation(ChatHealth.self) { _, _ in ChatHealth.Response() },
            Operation(ChatSignUp.self, chatSignUp),
            Operation(ChatVerifyEmail.self, chatVerifyEmail),
            Operation(ChatResendVerification.self, chatResendVerification),
            Operation(ChatSignIn.self, chatSignIn),
            Operation(ChatRefresh.self, chatRefresh),
            Operation(ChatSignOut.self, chatSignOut),
            Operation(ChatSignOutEverywhere.self, chatSignOutEverywhere),
            Operation(ChatForgotPassword.self, chatForgotPassword),
            Operation(ChatResetPassword.self, chatResetPassword),
            Operation(ChatChangePassword.self, chatChangePassword),
            Operation(ChatLookUpUser.self, chatLookUpUser),
            Operation(ChatGetProfile.self, chatProfile),
            Operation(ChatUpdateProfile.self, chatUpdateProfile),
            Operation(ChatDashboard.self, chatDashboard),
            Operation(ChatAdminDashboard.self) { _, call in
                ChatRoleMessage("User dashboard accessed successfully", try call.caller.role)
            },
            Operation(ChatReports.self) { _, call in
                ChatRoleMessage("Reports accessed successfully", try call.caller.role)
            },
            Operation(ChatListUsers.self, chatListUsers),
            Operation(ChatListUsersBare.self, chatListUsersBare),
            Operation(ChatGetUser.self, chatGetUser),
            Operation(ChatGetUserDocument.self, chatGetUserDocument),
            Operation(ChatGetUserByEmail.self, chatGetUserByEmail),
            Operation(ChatCreateUser.self, chatCreateUser),
            Operation(ChatCreateUsers.self, chatCreateUsers),
            Operation(ChatSetRole.self, chatSetRole),
            Operation(ChatDeleteUser.self, chatDeleteUser),
            Operation(ChatDeleteUsers.self, chatDeleteUsers),
            Operation(ChatSetPassword.self, chatSetPassword),
        ]
    }

    private var chatTestingOperations: [Operation] {
        [
            Operation(ChatTestingToken.self, chatTestingToken),
            Operation(ChatTestingVerify.self, chatTestingVerify),
        ]
    }
}
