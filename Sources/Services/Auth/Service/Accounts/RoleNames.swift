package import Access

extension Role {
    /// A role by its name on either platform: the chat platform's end users are students, its supervisors teachers.
    package init?(named name: String) {
        switch name.lowercased().replacing("-", with: "_") {
        case "enduser", "user": self = .student
        case "supervisor": self = .teacher
        case let name:
            guard let role = Role(rawValue: name) else { return nil }
            self = role
        }
    }
}
