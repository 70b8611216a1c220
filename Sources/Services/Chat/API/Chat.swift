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

extension Identifier<ChatNoun.Session> {
    /// A UUID as Python's parser takes it: also without hyphens, in braces, or as a URN.
    package init?(tolerating text: String) {
        var digits = text.lowercased()
        if digits.hasPrefix("urn:uuid:") { digits.removeFirst(9) }
        if digits.hasPrefix("{"), digits.hasSuffix("}") { digits = String(digits.dropFirst().dropLast()) }
        digits.removeAll { $0 == "-" }
        guard digits.utf8.count == 32 else { return nil }
        for place in [20, 16, 12, 8] { digits.insert("-", at: digits.utf8.index(digits.startIndex, offsetBy: place)) }
        self.init(digits)
    }
}
