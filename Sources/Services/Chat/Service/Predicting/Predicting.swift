import Access
import AccountingAPI
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Upstreams
import Values

extension ChatService {
    func predictInSession(_ request: PredictInSession, _ call: Call) async throws -> StreamedAnswer {
        var ask = Ask(request.chatflowID, request.question.text)
        ask.uploads = request.uploads ?? []
        ask.history = request.history.turns
        if let text = request.sessionID, !text.isEmpty {
            guard let id = ChatSessionID(tolerating: text) else { throw ChatError.invalidSessionID }
            ask.session = .named(id)
        } else {
            ask.session = .new
        }
        return try await begin(ask, call) { BridgeFormat($0) }.forBridge
    }

    func predictAlone(_ request: PredictAlone, _ call: Call) async throws -> StreamedAnswer {
        var ask = Ask(request.chatflowID, request.question.text)
        ask.uploads = request.uploads ?? []
        ask.history = request.history.turns
        ask.conversation = try request.sessionID.flatMap { try Self.conversation($0) }
        return try await begin(ask, call) { BridgeFormat($0) }.forBridge
    }

    func predictWhole(_ request: PredictWhole, _ call: Call) async throws -> PredictWhole.Response {
        let caller = try call.caller
        var ask = Ask(request.chatflowID, request.question.text)
        ask.uploads = request.uploads ?? []
        ask.history = request.history.turns
        ask.conversation = try request.sessionID.flatMap { try Self.conversation($0) }
        let (record, summary) = try await begin(ask, call) { _ in SilentFormat() }.whole().get()
        // The answer is there and paid for: what it left is told if it can be.
        let balance = try? await Deadline.$current.withValue(nil) {
            try await parts.caller.call(GetTotalBalance(), as: caller)
        }
        return PredictWhole.Response(
            response: record.text,
            metadata: PredictWhole.Metadata(
                chatflowID: request.chatflowID.text,
                cost: summary.cost.wholeCreditsUp,
                remainingCredits: balance?.totalCredits,
                user: caller.identity.username ?? caller.name ?? caller.userID.description
            )
        )
    }

    func retry(_ request: RetryQuestion, _ call: Call) async throws -> StreamedAnswer {
        let caller = try call.caller
        let session = try Self.session(request.sessionID)
        let failed: FailedTurn? = try await call.school.first(
            """
            select id, chatflow_id, question from chat.turns
            where id = \(ChatMessageID(request.messageID)) and session_id = \(session)
                and user_id = \(caller.userID) and status <> 'answered'
            """
        )
        guard let failed else { throw ChatError.nothingToRetry }
        var ask = Ask(try ChatflowID(parsing: failed.chatflowID), failed.question)
        (ask.session, ask.retried) = (.named(session), failed.id)
        return try await begin(ask, call) { BridgeFormat($0) }.forBridge
    }

    func showCredits(_ request: GetCredits, _ call: Call) async throws -> GetCredits.Response {
        do {
            let balance = try await parts.caller.call(GetTotalBalance(), as: try call.caller)
            return GetCredits.Response(balance.totalCredits)
        } catch {
            throw ChatError.noCredits
        }
    }

    private static func conversation(_ text: String) throws -> String? {
        guard text.utf8.count <= 100 else { throw ChatError.invalidSessionID }
        return text.isEmpty ? nil : text
    }
}

private struct FailedTurn: Decodable, Sendable {
    let id: ChatMessageID
    let chatflowID: String
    let question: String
}

extension RunningAnswer {
    /// As the chat platform's web client takes it. Between two objects it skips what has no quotes in it.
    fileprivate var forBridge: StreamedAnswer {
        streamed("text/event-stream; charset=utf-8", keepAlive: KeepAlive("\n"))
    }
}

extension [ChatTurn]? {
    /// The conversation before the question, as upstreams take it.
    fileprivate var turns: [UpstreamTurn] {
        (self ?? []).compactMap { turn in
            guard let text = turn.content ?? turn.message, !text.isEmpty else { return nil }
            return UpstreamTurn(turn.isByUser ? .user : .assistant, text)
        }
    }
}
