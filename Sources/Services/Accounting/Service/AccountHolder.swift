import Access
import AccountingAPI
import Postgres
import Values

/// Somebody who has an account: everybody whom the identity service knows, and nobody else.
struct AccountHolder: Decodable, Sendable {
    let id: UserID
    /// The id as the chat platform writes it.
    let wireID: String
    let email: String
    let username: String
    let role: Role

    var wallet: WalletID { WalletID(id.uuid) }
}

extension Transaction {
    /// The person that a reference names, by id, e-mail address or username.
    func holder(_ reference: PersonReference, in tenant: TenantID) throws -> AccountHolder {
        guard let holder = try holderIfAny(reference, in: tenant) else { throw AccountingError.unknownUser }
        return holder
    }

    /// The same; `nil` for somebody who is not there.
    func holderIfAny(_ reference: PersonReference, in tenant: TenantID) throws -> AccountHolder? {
        // No username has an @; an id goes before a username that looks like it.
        try first(
            """
            select p.id, p.short_id as wire_id, p.email, coalesce(p.username, p.name) as username, p.role
            from auth.public_people p
            where p.tenant_id = \(tenant)
                and (p.id = \(UserID(reference.text)) or p.email = \(reference.folded)
                    or p.short_id = \(reference.folded) or p.folded_username = \(reference.folded))
            order by p.short_id = \(reference.folded) desc limit 1
            """
        )
    }

    /// The person of that id.
    func holder(_ id: UserID, in tenant: TenantID) throws -> AccountHolder {
        try holder(PersonReference(parsing: id.description), in: tenant)
    }
}
