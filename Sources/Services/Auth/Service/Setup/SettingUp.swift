import Access
import AuthAPI
import Endpoints
import FoundationEssentials
package import Postgres
import Values

extension AuthService {
    func setUp(_ request: SetUp, _ call: Call) async throws -> SetUp.Response {
        let setup = FirstAdministrator(database: database)
        guard let token = AccountToken(shown: request.token), try await setup.isOpen(to: token) else {
            throw AuthError.invalidSetupToken
        }
        let hash = try await hasher.hash(chosen: request.password)
        var school = NewTenant(name: request.school, subdomain: request.subdomain)
        school.locale = request.locale
        let person = NewUser(email: request.email, name: request.name, role: .admin)
        return try await database.tenant(school.id) { [school] transaction in
            // The row is locked until this commits: of two who use the token, one opens a school.
            let used = try transaction.execute("delete from auth.setup_tokens where digest = \(token.digest)")
            guard used == 1 else { throw AuthError.invalidSetupToken }
            let tenant = try transaction.open(school, at: call.now)
            let user = try transaction.add(person, passwordHash: hash, to: school.id, at: call.now)
            let entry = AuditEntry(action: .installationSetUp, actor: user.id, subject: user.email)
            try transaction.audit(entry, in: school.id, from: Origin(call))
            let message = "\(tenant.name) is open. Sign in with the school code \(tenant.subdomain)."
            return SetUp.Response(tenant: tenant, user: user, message: message)
        }
    }
}

/// The way to the first administrator of an installation: a token that only its operator has seen.
package struct FirstAdministrator: Sendable {
    private let database: Database

    package init(database: Database) { self.database = database }

    /// Whether somebody administers a school already.
    package var isThere: Bool {
        get async throws {
            try await database.platform(reason: "see whether anybody administers this installation").value(
                "select exists (select from auth.users where role in ('admin', 'super_admin'))",
                as: Bool.self
            ) ?? true
        }
    }

    /// A token to print, when there is nobody yet and none was printed before.
    package func firstToken() async throws -> String? {
        guard try await !isThere else { return nil }
        let token = AccountToken()
        let isFirst = try await database.platform(reason: "keep the first setup token").execute(
            """
            insert into auth.setup_tokens (digest) values (\(token.digest)) on conflict do nothing
            """
        )
        return isFirst == 1 ? token.text : nil
    }

    /// A new token in place of the one printed before; `nil` when there is somebody already.
    package func newToken() async throws -> String? {
        guard try await !isThere else { return nil }
        let token = AccountToken()
        try await database.platform(reason: "make a new setup token") { transaction in
            try transaction.execute("delete from auth.setup_tokens")
            try transaction.execute("insert into auth.setup_tokens (digest) values (\(token.digest))")
        }
        return token.text
    }

    /// Whether that token may still be used.
    func isOpen(to token: AccountToken) async throws -> Bool {
        let isKnown = try await database.platform(reason: "look up a setup token").value(
            "select exists (select from auth.setup_tokens where digest = \(token.digest))",
            as: Bool.self
        )
        guard isKnown == true else { return false }
        return try await !isThere
    }
}
