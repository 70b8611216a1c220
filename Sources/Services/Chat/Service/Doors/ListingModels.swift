import Access
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension ChatService {
    func listModels(_ request: ListModels, _ call: Call) async throws -> ListModels.Response {
        ListModels.Response(try await models(call))
    }

    func getModel(_ request: GetModel, _ call: Call) async throws -> ModelDescription {
        guard let model = try await models(call).first(where: { $0.id == request.model }) else {
            throw DoorError.noSuchModel
        }
        return model
    }

    private func models(_ call: Call) async throws -> [ModelDescription] {
        let caller = try call.caller
        return try await call.read { try $0.askableChatflows(for: caller) }.map { flow in
            let owners = ["tutor": "elymica", "flow": "flowise"]
            let since = flow.createdDate ?? flow.assignedAt
            let created = Int(since?.timeIntervalSince1970 ?? 0)
            return ModelDescription(
                id: flow.flowID,
                name: flow.name,
                created: created,
                ownedBy: owners[flow.kind] ?? "upstream"
            )
        }
    }
}
