import ChatAPI
import Endpoints
import HTTPTypes
import Values

extension ChatService {
    /// What programs use that were written for OpenAI or for Flowise, with a personal API key or an access token.
    var doorOperations: [Operation] {
        [
            Operation(CreateChatCompletion.self, createChatCompletion),
            Operation(ListModels.self, listModels),
            Operation(GetModel.self, getModel),
            Operation(CreatePrediction.self, createPrediction),
            Operation(CreatePredictionByBody.self) { request, call in
                try await createPrediction(CreatePrediction(request), call)
            },
            Operation(GetFlowStreaming.self) { _, _ in GetFlowStreaming.Response() },
        ]
    }
}

/// Why a door refuses, where its clients have words of their own for it.
enum DoorError {
    /// There is none, or it is not the caller's.
    static let noSuchModel = Problem(
        .notFound,
        "model_not_found",
        "There is no such model, or it is not yours to ask.",
        fields: [InvalidValue("is not known", path: ["model"])]
    )
    static let noSuchChatflow = Problem(.notFound, "chatflow_not_found", "Chatflow not found in the database!")
}
