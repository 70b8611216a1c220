package import Access
import Events
package import Values

/// Somebody has an account now: they registered, or an admin made it.
package struct UserRegistered: Event {
    package static let name = "auth.user_registered"

    package var userID: UserID
    package var name: String
    package var email: Email
    package var role: Role
    package var locale: LanguageTag

    package init(_ user: User) {
        (userID, name, email, role, locale) = (user.id, user.name, user.email, user.role, user.locale)
    }
}
