import Access
import ChatAPI
import Endpoints
import FoundationEssentials
import HTTPTypes
import Postgres
import Values

extension ChatService {
    func predictInSession(_ request: PredictInSession, _ call: Call) async throws -> StreamedAnswer {
        try Self.check(request.chatflowID, uploads: request.uploads)
        let caller = try call.caller
        let named = try request.sessionID.flatMap { text -> ChatSessionID? in
            if text.isEmpty { return nil }
            guard let id = ChatSessionID(text) else { throw ChatError.invalidSessionID }
            return id
        }
        let (question, now) = (request.question.text, call.now)
        let turn = try await call.write { transaction in
            let session = named ?? ChatSessionID()
            try transaction.begin(session, with: CampusTutor.id, topic: question, for: caller, at: now)
            let answer = CampusTutor.answer(from: try transaction.passages(about: question, for: caller))
            let turn = Turn(session: session, message: ChatMessageID(), question: question, answer: answer)
            try transaction.keep(turn, of: caller, at: now)
            return turn
        }
        return Self.stream(AnswerEvents.opening(of: turn, at: now) + AnswerEvents.of(turn))
    }

    func predictAlone(_ request: PredictAlone, _ call: Call) async throws -> StreamedAnswer {
        try Self.check(request.chatflowID, uploads: request.uploads)
        let caller = try call.caller
        let question = request.question.text
        let passages = try await call.read { try $0.passages(about: question, for: caller) }
        let turn = Turn(
            session: ChatSessionID(),
            message: ChatMessageID(),
            question: question,
            answer: CampusTutor.answer(from: passages)
        )
        return Self.stream(AnswerEvents.of(turn))
    }

    private static func check(_ chatflow: ChatflowID, uploads: [ChatUpload]?) throws {
        guard chatflow.text == CampusTutor.id else { throw ChatError.chatflowDenied }
        guard uploads?.isEmpty != false else { throw ChatError.readsNoFiles }
    }

    private static func stream(_ events: [JSON]) -> StreamedAnswer {
        StreamedAnswer("text/event-stream; charset=utf-8", headers: [.cacheControl: "no-store"]) { writer in
            for event in events { try await writer.write(event.compact + "\n") }
        }
    }
}

/// A question with its answer.
struct Turn: Codable, Sendable {
    var session: ChatSessionID
    /// The answer's message.
    var message: ChatMessageID
    var question: String
    var answer: TutorAnswer
}
