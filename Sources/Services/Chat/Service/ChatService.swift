import ChatAPI
package import Endpoints
package import Events
import FoundationEssentials
package import Postgres
import Values

/// Answers questions, and keeps what was said.
package struct ChatService: ServiceDefinition {
    package static let identity = Chat.service
    package static let dialect = Dialect.chatProxy
    package static let schema = SchemaMigrations(
        schema: Chat.service.name,
        migrations: [
            .createSessions, .createTurns, .createChatflows, .createCourseTutors, .createUploads, .noteWhoChoseFlows,
            .countDailyQuestions, .keepUnsettledHolds,
        ]
    )

    let parts: ChatParts
    let progress: AnswersInProgress
    let tariffs: Tariffs
    let assigned = AssignedTutors()
    /// Turns that begin with a session, and turns that end.
    let changes: GroupCommit<TurnChange, Void>
    /// Files that are on their way to an upstream.
    let filesInMemory = LargeBodies(total: ChatUpload.maximumTotal)
    let documentation = ChatDocumentation()
    /// When this process put the service together.
    let setUpAt = Date()

    package init(_ parts: ChatParts) {
        self.parts = parts
        (progress, tariffs) = (AnswersInProgress(parts), Tariffs(parts.caller))
        let database = parts.database
        changes = GroupCommit(largestBatch: TurnBatch.largest) { changes, tenant in
            try await TurnBatch.write(changes, in: tenant, database)
            return changes.map { _ in }
        }
    }

    package var operations: [Operation] { predicting + chatting + doorOperations + fileOperations + choosing }

    package var schedules: [Schedule] { [Self.failing, Self.forgetting, settling, forgettingUploads] + syncing }

    /// Answers that take longer than the program has left end as failed ones, which cost nothing.
    package func willStop() { progress.endAll() }

    private var predicting: [Operation] {
        [
            Operation(PredictInSession.self, predictInSession),
            Operation(PredictAlone.self, predictAlone),
            Operation(PredictWhole.self, predictWhole),
            Operation(RetryQuestion.self, retry),
            Operation(GetCredits.self, showCredits),
        ]
    }

    private var choosing: [Operation] {
        chatflowOperations + administrationOperations + courseTutorOperations + introductionOperations
    }

    private var chatting: [Operation] {
        [
            Operation(GetChatCaller.self, showChatCaller),
            Operation(CreateChatSession.self, createSession),
            Operation(ListChatSessions.self, listSessions),
            Operation(GetSessionHistory.self, sessionHistory),
            Operation(DeleteSession.self, deleteSession),
            Operation(DeleteHistory.self, deleteHistory),
        ]
    }
}
