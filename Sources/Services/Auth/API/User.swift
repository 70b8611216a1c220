package import Access
package import FoundationEssentials
package import Values

/// A person's account in one school (contract section 1.2).
package struct User: Codable, Hashable, Sendable {
    package var id: UserID
    package var email: Email
    package var name: String
    package var role: Role
    package var tenantID: TenantID
    package var tenantSubdomain: Subdomain
    package var status: UserStatus
    package var username: String?
    package var phoneNumber: PhoneNumber?
    /// The language the person reads.
    package var locale: LanguageTag
    package var createdAt: Date
}

/// Whether somebody may sign in.
package enum UserStatus: String, Codable, CaseIterable, Hashable, Sendable {
    case active
    /// Has left; the account is kept for what it did.
    case inactive
    /// Kept out for the time being.
    case suspended
}
