import Access
import AuthAPI
import FoundationEssentials
import Postgres
import Values

/// An account as the chat platform's operations need it.
struct ChatAccount: Decodable, Sendable {
    var id: UserID
    var username: String?
    var email: Email
    var name: String
    var locale: LanguageTag
    var isVerified: Bool
    var role: Role
    var createdAt: Date
    var updatedAt: Date

    var user: ChatUser {
        ChatUser(
            id: id,
            username: username,
            email: email,
            isVerified: isVerified,
            role: role,
            createdAt: createdAt,
            updatedAt: updatedAt
        )
    }
}

/// An id as a client wrote it: 24 hexadecimal digits, or our own UUID.
struct ChatUserReference: Sendable {
    let short: ChatUserID
    let full: UserID?

    /// `ChatRefusal.invalidUserID` for anything else.
    init(_ text: String) throws {
        full = UserID(text)
        if let full {
            short = ChatUserID(full)
        } else if let short = try? ChatUserID(parsing: text) {
            self.short = short
        } else {
            throw ChatRefusal.invalidUserID
        }
    }

    init(_ id: UserID) { (short, full) = (ChatUserID(id), id) }
}

extension Query {
    /// The account of that id, through the index on its short form.
    static func chatAccount(_ reference: ChatUserReference, of tenant: TenantID) -> Query {
        """
        select id, username, email, name, locale, email_verified_at is not null as is_verified, role, created_at,
            coalesce(updated_at, created_at) as updated_at
        from auth.users
        where tenant_id = \(tenant) and short_id = \(reference.short)
            and (\(reference.full) is null or id = \(reference.full))
        """
    }

    /// The account with that address.
    static func chatAccount(_ email: Email, of tenant: TenantID) -> Query {
        """
        select id, username, email, name, locale, email_verified_at is not null as is_verified, role, created_at,
            coalesce(updated_at, created_at) as updated_at
        from auth.users
        where tenant_id = \(tenant) and email = \(email)
        """
    }

    /// Everybody, oldest first.
    static func chatAccounts(of tenant: TenantID) -> Query {
        """
        select id, username, email, name, locale, email_verified_at is not null as is_verified, role, created_at,
            coalesce(updated_at, created_at) as updated_at
        from auth.users
        where tenant_id = \(tenant)
        order by created_at, id
        """
    }
}

extension Transaction {
    /// The account of that id; `ChatRefusal.userNotFound` when there is none.
    func chatAccount(_ reference: ChatUserReference, of tenant: TenantID) throws -> ChatAccount {
        guard let account: ChatAccount = try first(.chatAccount(reference, of: tenant)) else {
            throw ChatRefusal.userNotFound
        }
        return account
    }
}
