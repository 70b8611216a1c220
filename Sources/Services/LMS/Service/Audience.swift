import Access

/// Which courses somebody may see at all; queries compare its raw values.
enum Audience: String {
    /// Those who run the school.
    case everything
    /// Teachers: their own.
    case taught
    /// Learners and their parents: active ones, and archived ones that the learner sits in.
    case open
}

extension Principal {
    var audience: Audience {
        switch role {
        case .admin, .superAdmin: .everything
        case .teacher: .taught
        case .student, .parent: .open
        }
    }
}
