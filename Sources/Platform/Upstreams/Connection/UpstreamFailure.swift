/// An upstream that did not answer, or not to the end. Says nothing of what was asked or answered.
package struct UpstreamFailure: Error, Hashable, Sendable {
    package let reason: Reason
    /// Whether nothing of the answer had been handed out: then the caller may still answer with a status of its own, or
    /// ask somebody else.
    package var beforeFirstByte: Bool

    package init(_ reason: Reason, beforeFirstByte: Bool = true) {
        (self.reason, self.beforeFirstByte) = (reason, beforeFirstByte)
    }

    /// What happened.
    package enum Reason: Error, Hashable, Sendable {
        /// Nobody there, or the connection broke before anything came.
        case unreachable
        /// Not asked: it has failed several times in a row and is left alone for a moment.
        case resting
        /// Nothing came in time.
        case noAnswer
        /// It fell silent in the middle.
        case silent
        /// It went on for longer than an answer may.
        case tooLong
        /// More bytes than an answer, or an event, may have.
        case tooLarge
        /// The connection ended before the answer did.
        case cutOff
        /// What came is not what the protocol says.
        case malformed
        /// An answer came and there is nothing in it.
        case empty
        /// It says itself that it failed, with a status of 500 or more or in the stream.
        case failed
        /// It refuses our key.
        case unauthorized
        /// It does not know the flow or the model.
        case unknown
        /// It wants fewer requests; how long to wait, if it says so.
        case busy(retryAfter: Duration?)
        /// It refuses the request with this status.
        case refused(status: Int)
        /// Another answer of the same conversation is still running.
        case conversationBusy
        /// The consumer stopped it, or whoever operates the flow did.
        case stopped
    }
}

extension UpstreamFailure.Reason {
    /// The reason in one word, for logs, metrics and clients.
    package var code: String {
        switch self {
        case .unreachable: "unreachable"
        case .resting: "resting"
        case .noAnswer: "no_answer"
        case .silent: "silent"
        case .tooLong: "too_long"
        case .tooLarge: "too_large"
        case .cutOff: "cut_off"
        case .malformed: "malformed"
        case .empty: "empty"
        case .failed: "failed"
        case .unauthorized: "unauthorized"
        case .unknown: "unknown"
        case .busy: "busy"
        case .refused: "refused"
        case .conversationBusy: "conversation_busy"
        case .stopped: "stopped"
        }
    }

    /// Whether the upstream was not there for us, whoever asks and whatever about.
    var isOutage: Bool {
        switch self {
        case .unreachable, .noAnswer: true
        default: false
        }
    }

    /// The reason in an answer's status; `nil` when it is an answer to use.
    init?(status: Int, retryAfter: Duration?) {
        switch status {
        case 200..<300: return nil
        case 401, 403: self = .unauthorized
        case 404: self = .unknown
        case 429: self = .busy(retryAfter: retryAfter)
        case 502, 503, 504: self = .unreachable
        case 500...: self = .failed
        default: self = .refused(status: status)
        }
    }
}

extension UpstreamFailure: CustomStringConvertible {
    package var description: String { "upstream \(reason.code)" }
}
