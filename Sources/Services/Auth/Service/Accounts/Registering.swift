import Access
import AuthAPI
import Endpoints
import Values

extension AuthService {
    func register(_ request: Register, _ call: Call) async throws -> Register.Response {
        let role = request.role ?? .student
        guard role == .student || role == .parent else { throw AuthError.roleNotAllowed }
        guard let school = try await school(request.tenantSubdomain, request.tenantID) else {
            throw AuthError.unknownSchool
        }
        guard school.status == .active else { throw AuthError.schoolNotActive }
        guard school.selfRegistration else { throw AuthError.registrationClosed }
        var user = NewUser(email: request.email, name: request.name, role: role)
        (user.username, user.phoneNumber, user.locale) = (request.username, request.phoneNumber, request.locale)
        try await call.limitRegistrations(in: school.id)
        let hash = try await hasher.hash(chosen: request.password)
        return try await call.write(in: school.id) { [user] transaction in
            let added = try transaction.add(user, passwordHash: hash, to: school.id, at: call.now)
            let entry = AuditEntry(action: .registered, actor: added.id, subject: added.email)
            try transaction.audit(entry, in: school.id, from: Origin(call))
            let notice = try transaction.sendFirstCode(to: added, at: call.now, from: Origin(call))
            let entrance = school.verificationRequired ? "" : " You can sign in now."
            // The code confirms one of the two; a link confirms the address of those who gave a number as well.
            if added.phoneNumber != nil { try transaction.sendLink(for: .verifyEmail, to: added, now: call.now) }
            return Register.Response(user: added, message: "Welcome, \(added.name).\(entrance) \(notice)")
        }
    }
}

extension PasswordHasher {
    /// The hash of a password that somebody chooses; `AuthError.weakPassword` when it may not be chosen.
    func hash(
        chosen password: Password,
        _ policy: PasswordPolicy = .portal,
        field: String = "password"
    ) async throws -> String {
        let objections = policy.objections(to: password.text)
        guard objections.isEmpty, let plaintext = Plaintext(password.text) else {
            throw AuthError.weakPassword(objections, field: field)
        }
        return try await hash(plaintext)
    }
}
