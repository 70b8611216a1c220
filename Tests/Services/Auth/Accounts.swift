import Access
import AuthAPI
import Cache
import Campus
import CampusTestKit
import Endpoints
import FoundationEssentials
import Postgres
import Values

@testable import AuthService

/// Somebody who can sign in with a password.
struct Account {
    let user: User
    let campus: TestCampus

    var login: JSON {
        [
            "tenant_subdomain": .string(user.tenantSubdomain.text), "email": .string(user.email.text),
            "password": .string(TestCampus.password),
        ]
    }

    /// The answer to signing in, with another password when one is given.
    func signIn(password: String = TestCampus.password) async throws -> PlatformClient.Answer {
        try await campus.anonymous.post(
            "/api/auth/login",
            [
                "tenant_subdomain": .string(user.tenantSubdomain.text), "email": .string(user.email.text),
                "password": .string(password),
            ]
        )
    }

    /// A client that sends the access token of an answer.
    func client(_ answer: PlatformClient.Answer) -> PlatformClient {
        var client = campus.anonymous
        client.token = answer.json["access_token"]?.string
        return client
    }

    /// What the audit log says of this account, oldest first.
    func audited() async throws -> [String] {
        try await campus.database.tenant(user.tenantID).all(
            "select action from auth.audit_log where subject = \(user.email) or actor_id = \(user.id) order by id"
        )
    }

    /// Nobody has confirmed the address: an account that an administrator made counts as confirmed.
    func forgetVerification() async throws {
        try await campus.database.tenant(user.tenantID).execute(
            "update auth.users set email_verified_at = null where id = \(user.id)"
        )
    }

    /// Moves everything that happened into the past, so that no test waits.
    func wait(_ seconds: Int) async throws {
        let (id, tenant, past) = (user.id, user.tenantID, Double(seconds))
        let limiter = campus.campus.limiter
        for name in try await campus.database.tenant(tenant, { try $0.failureNames(of: user) }) {
            await limiter.forget(limiter.limits.authentication, SignInLimits.key(tenant, name))
        }
        try await campus.database.tenant(tenant) { transaction in
            try transaction.execute(
                """
                update auth.sessions
                set rotated_at = array(select at - make_interval(secs => \(past)) from unnest(rotated_at) as at),
                    idle_until = idle_until - make_interval(secs => \(past)),
                    absolute_until = absolute_until - make_interval(secs => \(past))
                where tenant_id = \(tenant) and user_id = \(id)
                """
            )
            try transaction.execute(
                """
                update auth.sign_in_failures set last_failed_at = last_failed_at - make_interval(secs => \(past))
                where tenant_id = \(tenant)
                """
            )
        }
    }
}

extension TestCampus {
    /// An account with `TestCampus.password`.
    // tidy: allow parameter-count — what accounts differ in, each named at its few calls
    func account(
        _ email: String = "zuri@sunrise.example.com",
        role: Role = .student,
        username: String? = nil,
        phone: String? = nil,
        locale: String? = nil,
        in which: Which = .first
    ) async throws -> Account {
        var user = NewUser(email: try Email(parsing: email), name: try Line(parsing: "Zuri Njeri"), role: role)
        user.username = try username.map { try Username(parsing: $0) }
        user.phoneNumber = try phone.map { try PhoneNumber(parsing: $0) }
        user.locale = try locale.map { try LanguageTag(parsing: $0) }
        let password = try Password(Self.password)
        let made = try await campus.administration.createUser(
            user,
            password: password,
            in: schools[which.rawValue].id
        )
        return Account(user: made, campus: self)
    }

    /// Exchanges a refresh token.
    func refresh(_ token: String?) async throws -> PlatformClient.Answer {
        try await anonymous.post("/api/auth/refresh", ["refresh_token": .string(token ?? "")])
    }
}

extension PlatformClient.Answer {
    var code: String? { json["code"]?.string }
    var accessToken: String? { json["access_token"]?.string }
    var refreshToken: String? { json["refresh_token"]?.string }
    /// The fields that were refused.
    var fields: [String] { (json["errors"]?.array ?? []).compactMap { $0["field"]?.string } }
}
