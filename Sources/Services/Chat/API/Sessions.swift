package import Access
package import Endpoints
package import FoundationEssentials
import HTTPTypes
package import Values

/// The caller's sessions, the newest first (C14): all of them up to 500, or a page.
package struct ListChatSessions: Endpoint {
    package static let route = Route.get("/api/v1/chat/sessions", "The caller's sessions.", dialect: .chatProxy)
    package static let access = Access.signedIn

    /// Those with this chatflow only.
    package var chatflowID: ChatflowID?
    package var limit: PageLength?
    /// How many of the newest to leave out.
    package var offset: PageOffset?

    package struct Response: Codable, Sendable {
        package var sessions: [ChatSession]
        /// How many these are.
        package var count: Int
        /// How many there are.
        package var total: Int

        package init(_ sessions: [ChatSession], of total: Int) {
            (self.sessions, count, self.total) = (sessions, sessions.count, total)
        }
    }
}

/// How much of a list comes at once; 500 when left out.
package typealias PageLength = Bounded<1, 500>
package typealias PageOffset = Bounded<0, 1_000_000_000>

/// Begins a session before anything is asked in it.
package struct CreateChatSession: Endpoint {
    package static let route = Route.post(
        "/api/v1/chat/sessions",
        "Begins a session.",
        dialect: .chatProxy,
        success: .created
    )
    package static let access = Access.signedIn
    package static var unknownNames: UnknownNames { .ignored }

    package var chatflowID: ChatflowID
    /// What it is about, as lists show it: at most 50 characters of it.
    package var topic: Paragraphs<1000>?

    package struct Response: Codable, Sendable {
        package var sessionID: ChatSessionID
        package var chatflowID: String
        package var userID: ChatUserID
        package var topic: String
        package var createdAt: Date

        package init(_ session: ChatSessionID, with chatflow: String, of user: UserID, topic: String, at now: Date) {
            (sessionID, chatflowID, userID) = (session, chatflow, ChatUserID(user))
            (self.topic, createdAt) = (topic, now)
        }
    }
}

/// A session as lists show it.
package struct ChatSession: Codable, Sendable {
    package var sessionID: ChatSessionID
    package var chatflowID: String
    /// The first question, as far as 50 characters; `null` before it.
    @OrNull package var topic: String?
    package var createdAt: Date
    @OrNull package var firstMessage: String?
}

/// What was said in a session, the oldest first (C15): the last 500 questions with their answers, or a page, counted
/// from the last.
package struct GetSessionHistory: Endpoint {
    package static let route = Route.get(
        "/api/v1/chat/sessions/{session_id}/history",
        "What was said in a session.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package var sessionID: String
    /// How many questions.
    package var limit: PageLength?
    /// How many of the last questions to leave out.
    package var offset: PageOffset?

    package struct Response: Codable, Sendable {
        package var history: [ChatMessage]
        /// How many messages these are.
        package var count: Int

        package init(_ history: [ChatMessage]) { (self.history, count) = (history, history.count) }
    }
}

/// A question or an answer. An answer's `content` is JSON text: a list of `{"event": "token", "data": text}`.
package struct ChatMessage: Codable, Sendable {
    package var id: ChatMessageID
    /// `user` or `assistant`.
    package var role: String
    package var content: String
    package var createdAt: Date
    package var sessionID: ChatSessionID
    /// Of a question without a whole answer: `answering`, `stopped`, or `failed`, which can be asked again.
    package var status: String?
    /// Why it failed, in a word.
    package var failure: String?
    /// What came with a question; `null` when nothing did.
    @OrNull package var fileIDs: [ChatFileID]?
    package var hasFiles = false
    package var uploads: [UploadItem] = []

    package init(id: ChatMessageID, role: String, content: String, at createdAt: Date, in sessionID: ChatSessionID) {
        (self.id, self.role, self.content) = (id, role, content)
        (self.createdAt, self.sessionID) = (createdAt, sessionID)
    }

    /// Says what came with it.
    package mutating func attach(_ uploads: [UploadItem]) {
        self.uploads = uploads
        hasFiles = !uploads.isEmpty
        fileIDs = uploads.isEmpty ? nil : uploads.map(\.fileID)
    }
}

/// Removes a session with what was said in it (C16).
package struct DeleteSession: Endpoint {
    package static let route = Route.delete(
        "/api/v1/chat/sessions/{session_id}",
        "Removes a session.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn
    package var sessionID: String

    package struct Response: Codable, Sendable {
        package var message: String
        package var sessionID: ChatSessionID
        package var messagesDeleted: Int
        package var userID: ChatUserID

        package init(_ session: ChatSessionID, messages: Int, of user: UserID) {
            message = "Chat session deleted successfully"
            (sessionID, messagesDeleted, userID) = (session, messages, ChatUserID(user))
        }
    }
}

/// Removes all of the caller's sessions (C17).
package struct DeleteHistory: Endpoint {
    package static let route = Route.delete(
        "/api/v1/chat/history",
        "Removes all of the caller's sessions.",
        dialect: .chatProxy
    )
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        package var message: String
        package var sessionsDeleted: Int
        package var messagesDeleted: Int
        package var userID: ChatUserID

        package init(sessions: Int, messages: Int, of user: UserID) {
            message = "Chat history deleted successfully"
            (sessionsDeleted, messagesDeleted, userID) = (sessions, messages, ChatUserID(user))
        }
    }
}
