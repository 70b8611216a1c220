import ChatAPI
import Endpoints
import FoundationEssentials
import HTTPTypes
import Upstreams
import Values

extension ChatService {
    func createChatCompletion(_ request: CreateChatCompletion, _ call: Call) async throws -> StreamedAnswer {
        let ask = try await ask(request, call)
        let model = request.model.text
        do {
            guard request.stream == true else {
                let answer = try await begin(ask, call) { _ in SilentFormat(tellsLength: true) }
                let whole = try await answer.whole().get()
                return .whole(CompletionFormat.whole(whole.record, whole.summary, of: answer.turn, model: model))
            }
            let includesUsage = request.streamOptions?.includeUsage == true
            let answer = try await begin(ask, call) {
                CompletionFormat($0, model: model, includesUsage: includesUsage)
            }
            return answer.streamed("text/event-stream; charset=utf-8", keepAlive: KeepAlive(": ping\n\n"))
        } catch ChatError.chatflowDenied {
            throw DoorError.noSuchModel
        }
    }

    private func ask(_ request: CreateChatCompletion, _ call: Call) async throws -> Ask {
        guard request.n ?? 1 == 1 else { throw Problem.invalid("n", "must be 1: every choice has to be paid for") }
        for (name, limit) in [
            ("max_completion_tokens", request.maxCompletionTokens), ("max_tokens", request.maxTokens),
        ] where limit ?? 1 < 1 {
            throw Problem.invalid(name, "must be at least 1")
        }
        guard let chatflow = try? ChatflowID(parsing: request.model.text) else { throw DoorError.noSuchModel }
        let conversation = try ConversationAsked(request.messages)
        var ask = Ask(chatflow, conversation.question)
        ask.history = conversation.history
        ask.maximumTokens = [request.maxCompletionTokens, request.maxTokens].compactMap(\.self).min()
        ask.messages = request.messages
        ask.parameters = request.parameters
        try await fit(&ask, to: conversation, call)
        return ask
    }

    /// Most ask in a few words and nothing besides. What becomes of the rest depends on who answers: a model reads all
    /// of it, a flow gets instructions before the question, lessons are looked into for the question alone.
    private func fit(_ ask: inout Ask, to conversation: ConversationAsked, _ call: Call) async throws {
        let isShort = conversation.isForOneQuestion
        guard !isShort || !conversation.instructions.isEmpty || !conversation.pictures.isEmpty else { return }
        let (caller, chatflow) = (try call.caller, ask.chatflow)
        let tutor: Tutor
        do {
            tutor = try await call.read { try $0.tutor(chatflow, for: caller) }
        } catch ChatError.chatflowDenied {
            throw DoorError.noSuchModel
        }
        if case .model = tutor.target { return }
        guard isShort else {
            throw Problem.invalid(
                "messages",
                "must be at most 32 kB with the question and 256 kB before it, but for models"
            )
        }
        ask.uploads = conversation.pictures
        guard case .flow = tutor.target, !conversation.instructions.isEmpty else { return }
        ask.question = conversation.instructions + "\n\n" + conversation.question
    }
}

extension StreamedAnswer {
    /// JSON that is there already.
    static func whole(_ json: JSON) -> StreamedAnswer {
        let text = json.compact
        return StreamedAnswer(
            "application/json; charset=utf-8",
            headers: [.cacheControl: "no-store"],
            length: text.utf8.count
        ) { try await $0.write(text) }
    }
}
