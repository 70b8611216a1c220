import Endpoints
import HTTPTypes
import Upstreams
import Values

/// Why a question or a look at a session was refused, in the words that clients of the chat platform know.
enum ChatError: ProblemConvertible {
    /// There is no such chatflow, or it is not the caller's.
    case chatflowDenied
    case invalidSessionID
    /// There is none, it is somebody else's, or it is with another chatflow.
    case noSuchSession
    case readsNoFiles
    /// Another answer of the session is being made, and its memory takes one at a time.
    case sessionBusy
    case requestInProgress
    case keyReused
    /// As many answers are being made for this person, or this school, as may be.
    case tooManyAnswers
    case enoughForToday(Int)
    /// Nobody answers here: the operator has set no such server.
    case noUpstream
    /// The server that should answer did not.
    case upstream(UpstreamFailure, AskedTurn? = nil)
    /// There is no such question, or it has its answer.
    case nothingToRetry
    case noCredits
    /// Unknown, or not the caller's to set up.
    case noSuchCourse
    case noCourseTutor

    var problem: Problem {
        switch self {
        case .chatflowDenied: .forbidden("Access denied to this chatflow", code: "chatflow_denied")
        case .invalidSessionID:
            Problem(.badRequest, "invalid_session_id", "Invalid sessionId format. Must be a valid UUID.")
        case .noSuchSession: Problem(.notFound, "no_such_session", "Chat session not found or access denied")
        case .readsNoFiles: .invalid("uploads", "cannot be read by the campus tutor: it answers from lessons")
        case .sessionBusy:
            Problem(.conflict, "session_busy", "The last question of this session is still being answered.")
        case .requestInProgress:
            .conflict("request_in_progress", "The first request with this Idempotency-Key is still running.")
        case .keyReused:
            Problem(
                .unprocessableContent,
                "idempotency_key_reused",
                "This Idempotency-Key was used for a different request."
            )
        case .tooManyAnswers:
            Problem(
                .tooManyRequests,
                "too_many_answers",
                "Too many questions are being answered for you at the moment.",
                headers: [.retryAfter: "2"]
            )
        case .enoughForToday(let most):
            Problem(
                .tooManyRequests,
                "enough_for_today",
                "This course's tutor answers \(most) questions a day. Come back tomorrow."
            )
        case .noUpstream: .unavailable("The server that would answer is not set up.", code: "no_upstream", after: 60)
        case .upstream(let failure, let turn): Self.problem(of: failure.reason, turn)
        case .noCredits: Problem(.notFound, "no_credits", "User credits not found")
        case .noSuchCourse: .notFound("course")
        case .noCourseTutor: .notFound("course tutor")
        case .nothingToRetry: Problem(.notFound, "nothing_to_retry", "There is no question here to ask again.")
        }
    }

    /// Where the question is kept, it says where: there it can be asked again.
    private static func problem(of reason: UpstreamFailure.Reason, _ turn: AskedTurn?) -> Problem {
        var problem = problem(of: reason)
        if let turn, let session = turn.session {
            problem.members["session_id"] = .string(session.description)
            problem.members["message_id"] = .string(turn.id.description)
        }
        return problem
    }

    private static func problem(of reason: UpstreamFailure.Reason) -> Problem {
        let message = "The tutor is not available at the moment. Nothing was charged; please try again."
        switch reason {
        case .noAnswer, .silent, .tooLong: return Problem(.gatewayTimeout, reason.code, message)
        case .resting: return .unavailable(message, code: reason.code, after: 5)
        case .busy(let wait):
            let seconds = wait.map { Int(min($0, .seconds(3600)) / .seconds(1)) + 1 } ?? 10
            return .unavailable(message, code: reason.code, after: seconds)
        case .conversationBusy: return Self.sessionBusy.problem
        case .refused(400), .refused(413), .refused(422):
            return Problem(
                .badRequest,
                reason.code,
                "The model does not take this request: what it is told, or how much. Nothing was charged."
            )
        default: return Problem(.badGateway, reason.code, message)
        }
    }
}
