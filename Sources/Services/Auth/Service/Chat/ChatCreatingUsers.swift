import Access
import AuthAPI
import Endpoints
import Events
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func chatCreateUser(_ request: ChatCreateUser, _ call: Call) async throws -> ChatUserMade {
        let caller = try call.caller
        guard request.username.filled != nil, request.email.filled != nil, let password = request.password,
            !password.text.isEmpty
        else { throw ChatRefusal.missingFields }
        let role = try Role(chatName: request.role.filled ?? "enduser", mayBeAdmin: false)
        var person = try NewUser(request.username, request.email, role, orElse: .creationFailed)
        person.isVerified = request.skipVerification == true
        try await database.tenant(caller.tenantID) { [person] in try $0.checkIsNew(person, in: caller.tenantID) }
        let hash = try await chatHash(password, orElse: .creationFailed)
        return try await call.write { [person] transaction in
            let added = try transaction.add(person, passwordHash: hash, to: caller.tenantID, at: call.now)
            try transaction.auditCreation(of: added, by: caller, call)
            if !person.isVerified { try transaction.sendChatCode(to: added, now: call.now) }
            return ChatUserMade("User created successfully", added.id)
        }
    }

    /// Nothing is made unless every element is at least an attempt at a person: a name, an address, a role that may be
    /// given.
    func chatCreateUsers(_ request: ChatCreateUsers, _ call: Call) async throws -> ChatCreateUsers.Response {
        let caller = try call.caller
        guard let elements = request.users?.array, !elements.isEmpty else { throw ChatRefusal.usersRequired }
        guard elements.count <= 500 else { throw ChatRefusal.tooManyUsers }
        let people = try elements.map(ChatBatchUser.init)
        let isVerified = request.skipVerification != false
        var results: [ChatCreateUsers.Response.Result] = []
        for person in people {
            do {
                let id = try await create(person, isVerified: isVerified, by: caller, call)
                results.append(person.result("User created successfully", id))
            } catch let refusal as ChatRefusal {
                results.append(person.result(refusal.rawValue))
            } catch let error as AuthError {
                results.append(person.result(error.problem.message))
            }
        }
        return ChatCreateUsers.Response(results)
    }

    /// Makes an account that has no password until its owner chooses one through the link that is mailed.
    private func create(
        _ person: ChatBatchUser,
        isVerified: Bool,
        by caller: Principal,
        _ call: Call
    ) async throws -> UserID {
        var newcomer = try NewUser(person.username, person.email, person.role, orElse: .creationFailed)
        newcomer.isVerified = isVerified
        return try await database.tenant(caller.tenantID) { [newcomer] transaction in
            try transaction.checkIsNew(newcomer, in: caller.tenantID)
            let added = try transaction.add(newcomer, passwordHash: nil, to: caller.tenantID, at: call.now)
            try transaction.auditCreation(of: added, by: caller, call)
            try transaction.sendFirstPasswordLink(to: added, now: call.now)
            return added.id
        }
    }
}

/// An element of a batch.
private struct ChatBatchUser: Sendable {
    let username: String
    let email: String
    let role: Role

    /// Throws the refusal of the whole batch, with the element in it.
    init(_ element: JSON) throws {
        do {
            guard let username = element["username"]?.string.filled, let email = element["email"]?.string.filled else {
                throw ChatRefusal.userFieldsRequired
            }
            (self.username, self.email) = (username, email)
            role = try Role(chatName: element["role"]?.string.filled ?? "enduser", mayBeAdmin: false)
        } catch let refusal as ChatRefusal {
            throw refusal.problem("invalidUser", element)
        }
    }

    func result(_ message: String, _ id: UserID? = nil) -> ChatCreateUsers.Response.Result {
        ChatCreateUsers.Response.Result(username: username, email: email, message: message, userID: id)
    }
}

extension Role {
    /// The role that the chat platform's clients and spreadsheets call so. `ChatRefusal.adminCreation` for an admin
    /// where none may be made, `invalidRole` for a name that is none.
    init(chatName: String, mayBeAdmin: Bool) throws {
        switch chatName {
        case "enduser", "user", "student": self = .student
        case "supervisor", "teacher": self = .teacher
        case "admin" where mayBeAdmin: self = .admin
        case "admin": throw ChatRefusal.adminCreation
        default: throw ChatRefusal.invalidRole
        }
    }
}

extension Transaction {
    fileprivate func auditCreation(of user: User, by caller: Principal, _ call: Call) throws {
        let entry = AuditEntry(action: .userCreated, actor: caller.userID, subject: user.email)
        try audit(entry, in: user.tenantID, from: Origin(call))
    }

    /// Mails somebody whose account was made for them a link to choose their first password: a password itself is never
    /// sent by mail.
    fileprivate func sendFirstPasswordLink(to user: User, now: Date) throws {
        let lifetime = Duration.seconds(7 * 86_400)
        let token = try issueToken(
            .resetPassword,
            to: .user(user.id),
            at: user.email,
            in: user.tenantID,
            validFor: lifetime,
            now: now
        )
        var mail = AccountMailRequested(.resetPassword, to: user)
        mail.link = AccountTokenPurpose.resetPassword.link(with: token)
        mail.validForMinutes = lifetime.wholeMinutes
        try announce(mail)
    }
}
