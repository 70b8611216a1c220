/// Who may use an endpoint.
package enum Access: Hashable, Sendable {
    /// Everybody, signed in or not.
    case anyone
    /// Everybody who is signed in.
    case signedIn
    /// Those who are signed in with one of these roles; a super admin also wherever an admin is.
    case anyOf(Set<Role>)

    /// Those who are signed in with one of these roles.
    package static func roles(_ roles: Role...) -> Access { .anyOf(Set(roles)) }

    /// Whether this somebody, or nobody, may go on.
    package func allows(_ principal: Principal?) -> Bool {
        switch (self, principal?.role) {
        case (.anyone, _): true
        case (.signedIn, let role): role != nil
        case (.anyOf, nil): false
        case (.anyOf(let roles), .superAdmin?): roles.contains(.superAdmin) || roles.contains(.admin)
        case (.anyOf(let roles), let role?): roles.contains(role)
        }
    }

    /// Whether nobody but administrators may go on.
    package var isForAdministrators: Bool {
        if case .anyOf(let roles) = self { roles.isSubset(of: [.admin, .superAdmin]) } else { false }
    }

    /// Whether a token is needed at all.
    package var needsSignIn: Bool { self != .anyone }
}
