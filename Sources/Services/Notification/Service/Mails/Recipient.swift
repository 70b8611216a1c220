import NotificationAPI
import Postgres
import Values

/// Who a mail is written to, and in whose name.
struct Recipient: Hashable, Sendable {
    var name: String
    var language: Language
    var school: String
    var schoolColor: String
    /// Whether they, or a child in their care, are at the school; not yet, when they are invited.
    var isMember = true
}

extension Recipient {
    /// Somebody who may have no account yet.
    static func named(
        _ name: String,
        reading locale: String,
        isMember: Bool,
        in tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws -> Recipient {
        struct School: Decodable {
            var name: String
            var primaryColor: String
        }
        let school: School? = try transaction.first(
            "select name, primary_color from auth.public_tenants where id = \(tenant)"
        )
        guard let school else { throw NotificationError.unknownPerson }
        return Recipient(
            name: name,
            language: Language(locale: locale),
            school: school.name,
            schoolColor: school.primaryColor,
            isMember: isMember
        )
    }
}
