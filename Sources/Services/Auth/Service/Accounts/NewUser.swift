package import Access
package import AuthAPI
import Events
import FoundationEssentials
import Postgres
package import Values

/// An account to be made. Without a password nobody can sign in to it until one is set.
package struct NewUser: Sendable {
    package var id: UserID = UserID()
    package var email: Email
    package var name: Line<255>
    package var role: Role
    package var username: Username?
    package var phoneNumber: PhoneNumber?
    /// The school's language when left out.
    package var locale: LanguageTag?
    /// Whether somebody vouches that the address is theirs.
    package var isVerified = false

    package init(email: Email, name: Line<255>, role: Role) {
        (self.email, self.name, self.role) = (email, name, role)
    }
}

extension Transaction {
    /// Makes an account and announces it.
    ///
    /// `AuthError.tenantLimitReached` when the school is full, `emailTaken` and `usernameTaken` when somebody has them.
    func add(_ user: NewUser, passwordHash: String?, to tenant: TenantID, at now: Date) throws -> User {
        try checkLimit(of: tenant)
        do {
            try execute(
                """
                insert into auth.users
                    (tenant_id, id, email, username, name, phone_number, role, locale, password_hash, created_at,
                    email_verified_at)
                select t.id, \(user.id), \(user.email), \(user.username), \(user.name), \(user.phoneNumber),
                    \(user.role), coalesce(\(user.locale), t.locale), \(passwordHash), \(now),
                    \(user.isVerified ? now : nil)
                from auth.tenants t
                where t.id = \(tenant)
                """
            )
        } catch let error as PostgresError where error.constraint == "users_tenant_id_email_key" {
            throw AuthError.emailTaken
        } catch let error as PostgresError where error.constraint == "users_username_key" {
            throw AuthError.usernameTaken
        }
        guard let added = try self.user(user.id, of: tenant) else { throw AuthError.unknownSchool }
        try announce(UserRegistered(added))
        return added
    }

    /// The account of that id.
    func user(_ id: UserID, of tenant: TenantID) throws -> User? { try first(.user(id, of: tenant)) }

    /// Whoever adds somebody to a school with a limit waits for the others who do, so that the last place is given
    /// once. `others` are people who count although they are not there.
    func checkLimit(of tenant: TenantID, besides others: Int = 0) throws {
        let limit = try value(
            """
            select floor((settings ->> 'max_users')::numeric)::bigint from auth.tenants
            where id = \(tenant) and settings ->> 'max_users' is not null
            for no key update
            """,
            as: Int.self
        )
        guard let limit else { return }
        let people = try value(
            "select count(*) from auth.users where tenant_id = \(tenant) and status <> 'inactive'",
            as: Int.self
        )
        guard let people, people + others < limit else { throw AuthError.tenantLimitReached }
    }
}

extension Query {
    /// Somebody as `User` shows them.
    static func user(_ id: UserID, of tenant: TenantID) -> Query {
        """
        select u.id, u.email, u.name, u.role, u.tenant_id, t.subdomain as tenant_subdomain, u.status, u.username,
            u.phone_number, u.locale, u.created_at
        from auth.users u
        join auth.tenants t on t.id = u.tenant_id
        where u.tenant_id = \(tenant) and u.id = \(id)
        """
    }
}
