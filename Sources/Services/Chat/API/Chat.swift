package import Endpoints
package import Values

/// The tutor: questions and answers in sessions, in the words of the chat platform's web client (its contract, section
/// 1C).
///
/// Whom a question goes to is a *chatflow*. One is always there and everybody's: `campus-tutor` looks the answer up in
/// the lessons of the courses that whoever asks may read, quotes them, and costs nothing.
package enum Chat {
    package static let service = ServiceIdentity(
        "chat",
        port: 8031,
        purpose: "The tutor.",
        paths: [
            "/api/v1/chat", "/api/v1/chatflows", "/api/v1/admin", "/api/v1/prediction",
            "/api/v1/chatflows-streaming", "/v1", "/info", "/collections/status",
        ],
        features: ["Streaming", "Sessions", "Quoted Sources"],
        // A whole answer has no head before its end: a minute to the first word, and two for the others.
        patience: .seconds(180)
    )
}

/// What a chatflow is called by its clients: `campus-tutor`, or the id it has where it was made.
package typealias ChatflowID = Line<100>
/// A chat session. Clients may make its UUID.
package typealias ChatSessionID = Identifier<ChatNoun.Session>
package typealias ChatMessageID = Identifier<ChatNoun.Message>

/// What the ids of this service are of.
package enum ChatNoun {
    package enum Session {}
    package enum Message {}
}
