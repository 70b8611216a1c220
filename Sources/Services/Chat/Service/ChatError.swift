import Endpoints
import HTTPTypes

/// Why a question or a look at a session was refused, in the words that clients of the chat platform know.
enum ChatError: ProblemConvertible {
    /// There is no such chatflow, or it is not the caller's.
    case chatflowDenied
    case invalidSessionID
    /// There is none, it is somebody else's, or it is with another chatflow.
    case noSuchSession
    case readsNoFiles

    var problem: Problem {
        switch self {
        case .chatflowDenied: .forbidden("Access denied to this chatflow", code: "chatflow_denied")
        case .invalidSessionID:
            Problem(.badRequest, "invalid_session_id", "Invalid sessionId format. Must be a valid UUID.")
        case .noSuchSession: Problem(.notFound, "no_such_session", "Chat session not found or access denied")
        case .readsNoFiles: .invalid("uploads", "cannot be read by the campus tutor: it answers from lessons")
        }
    }
}
