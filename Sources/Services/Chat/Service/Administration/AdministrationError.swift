import Endpoints
import HTTPTypes

/// Why a change of who may ask whom was refused.
enum AdministrationError: ProblemConvertible {
    case noSuchChatflow
    /// Its server lists it no more, so nobody can ask it.
    case chatflowDeleted
    case noSuchUser
    /// Somebody who may not sign in.
    case userInactive
    case notAssigned

    var problem: Problem {
        switch self {
        case .noSuchChatflow: Problem(.notFound, "no_such_chatflow", "Chatflow not found")
        case .chatflowDeleted: .conflict("chatflow_deleted", "The chatflow was deleted at its server")
        case .noSuchUser: Problem(.notFound, "no_such_user", "User not found")
        case .userInactive: .conflict("user_inactive", "The user's account is not active")
        case .notAssigned: Problem(.notFound, "not_assigned", "The chatflow is not assigned to this user")
        }
    }
}
