import ChatAPI
import Endpoints
import Postgres

extension ChatService {
    /// Whom the caller may ask.
    var chatflowOperations: [Operation] {
        [
            Operation(ListMyChatflows.self, listMyChatflows),
            Operation(ListChatflows.self, listChatflows),
            Operation(GetChatflow.self, showChatflow),
            Operation(GetChatflowConfiguration.self, showConfiguration),
            Operation(ListAssignedChatflows.self, listAssignedChatflows),
        ]
    }

    func listMyChatflows(_ request: ListMyChatflows, _ call: Call) async throws -> [MyChatflow] {
        try await askableChatflows(call).map(\.mine)
    }

    func listChatflows(_ request: ListChatflows, _ call: Call) async throws -> [ListChatflows.Item] {
        try await askableChatflows(call).map { flow in
            ListChatflows.Item(
                id: flow.flowID,
                name: flow.name,
                description: flow.description,
                isPublic: flow.isPublic
            )
        }
    }

    func listAssignedChatflows(
        _ request: ListAssignedChatflows,
        _ call: Call
    ) async throws -> ListAssignedChatflows.Response {
        ListAssignedChatflows.Response(try await askableChatflows(call).map(\.flowID))
    }

    func showChatflow(_ request: GetChatflow, _ call: Call) async throws -> GetChatflow.Response {
        let caller = try call.caller
        let found = try await call.read { try $0.askableChatflows(for: caller, id: request.chatflowID) }
        guard let flow = found.first else { throw ChatError.chatflowDenied }
        return GetChatflow.Response(flow.mine, created: flow.createdDate, updated: flow.updatedDate)
    }

    private func askableChatflows(_ call: Call) async throws -> [AskableChatflow] {
        let caller = try call.caller
        return try await call.read { try $0.askableChatflows(for: caller) }
    }
}
