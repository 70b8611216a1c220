import ChatAPI
import Endpoints
import Upstreams
import Values

extension ChatService {
    func createPrediction(_ request: CreatePrediction, _ call: Call) async throws -> StreamedAnswer {
        var ask = Ask(request.chatflowID, request.question?.text ?? "")
        (ask.form, ask.humanInput) = (request.form, request.humanInput)
        ask.conversation = try Self.conversation(request)
        ask.history = (request.history ?? []).compactMap(UpstreamTurn.init)
        guard ConversationAsked.isShort(ask.history) else {
            throw Problem.invalid("history", "must not exceed 256 kB")
        }
        ask.uploads = request.uploads ?? []
        do {
            guard request.streaming == true || request.streaming == "true" else {
                let answer = try await begin(ask, call) { _ in SilentFormat() }
                let whole = try await answer.whole().get()
                return .whole(PredictionFormat.whole(whole.record, whole.summary, of: answer.turn))
            }
            let answer = try await begin(ask, call) { PredictionFormat($0) }
            return answer.streamed("text/event-stream", keepAlive: KeepAlive(":heartbeat\n\n"))
        } catch ChatError.chatflowDenied {
            throw DoorError.noSuchChatflow
        }
    }

    /// What the client calls the conversation. Only its user's requests can be in it, whatever it is called.
    private static func conversation(_ request: CreatePrediction) throws -> String? {
        let names = [request.overrideConfig?.sessionID, request.chatID].compactMap(\.self)
        guard let name = names.first(where: { !$0.isEmpty }) else { return nil }
        guard name.utf8.count <= 200 else { throw Problem.invalid("sessionId", "must not exceed 200 bytes") }
        return name
    }
}

extension UpstreamTurn {
    /// `nil` for what is nobody's, or says nothing.
    fileprivate init?(_ turn: PredictionTurn) {
        guard let text = turn.content ?? turn.message, !text.isEmpty else { return nil }
        switch turn.role ?? turn.type {
        case "userMessage", "user": self.init(.user, text)
        case "apiMessage", "assistant": self.init(.assistant, text)
        default: return nil
        }
    }
}
