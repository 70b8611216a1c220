import ChatAPI
package import Endpoints
package import Events
package import Postgres
import Values

/// Answers questions, and keeps what was said.
package struct ChatService: ServiceDefinition {
    package static let identity = Chat.service
    package static let dialect = Dialect.chatProxy
    package static let schema = SchemaMigrations(
        schema: Chat.service.name,
        migrations: [
            .createSessions, .createTurns, .createChatflows, .createCourseTutors, .createUploads,
        ]
    )

    let parts: ChatParts
    let progress: AnswersInProgress
    let tariffs: Tariffs
    /// Files that are on their way to an upstream.
    let filesInMemory = LargeBodies(total: ChatUpload.maximumTotal)

    package init(_ parts: ChatParts) {
        self.parts = parts
        (progress, tariffs) = (AnswersInProgress(parts), Tariffs(parts.caller))
    }

    package var operations: [Operation] { predicting + chatting + doorOperations + fileOperations }

    package var schedules: [Schedule] { [Self.failing, Self.forgetting, forgettingUploads] }

    private var predicting: [Operation] {
        [
            Operation(PredictInSession.self, predictInSession),
            Operation(PredictAlone.self, predictAlone),
            Operation(PredictWhole.self, predictWhole),
            Operation(RetryQuestion.self, retry),
            Operation(GetCredits.self, showCredits),
        ]
    }

    private var chatting: [Operation] {
        [
            Operation(ListChatSessions.self, listSessions),
            Operation(GetSessionHistory.self, sessionHistory),
            Operation(DeleteSession.self, deleteSession),
            Operation(DeleteHistory.self, deleteHistory),
            Operation(ListMyChatflows.self) { _, _ in [CampusTutor.chatflow] },
            Operation(ListChatflows.self) { _, _ in [ListChatflows.Item(CampusTutor.chatflow, isPublic: true)] },
            Operation(GetChatflow.self) { request, _ in
                guard request.chatflowID.text == CampusTutor.id else { throw ChatError.chatflowDenied }
                return CampusTutor.chatflow
            },
            Operation(ListAssignedChatflows.self) { _, _ in ListAssignedChatflows.Response([CampusTutor.id]) },
        ]
    }
}
