/// Whose words an access token is written in. Our services accept either as the same person.
package enum TokenForm: Hashable, Sendable {
    /// The campus's own: ids are UUIDs, roles are ours.
    case campus
    /// The chat platform's, for its other verifiers: `sub` is a ``ChatUserID``, `role` is `enduser`, `supervisor` or
    /// `admin`; `uid` and `campus_role` hold what these stand for.
    case chat
}

extension Role {
    /// What the chat platform calls the role: a parent is one of its `enduser`s.
    package var chatName: String {
        switch self {
        case .student, .parent: "enduser"
        case .teacher: "supervisor"
        case .admin, .superAdmin: "admin"
        }
    }
}
