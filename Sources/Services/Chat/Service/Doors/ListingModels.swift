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
        struct Row: Decodable, Sendable {
            var flowID: String
            var kind: String
            var name: String
            var created: Int
        }
        let caller = try call.caller
        let rows: [Row] = try await call.school.all(
            """
            select flow.flow_id, flow.kind, flow.name,
                extract(epoch from coalesce(flow.created_date, flow.synced_at))::bigint as created
            from chat.chatflows flow
            join chat.assignments assignment
                on assignment.tenant_id = flow.tenant_id and assignment.chatflow_id = flow.id
            where flow.tenant_id = \(caller.tenantID) and assignment.user_id = \(caller.userID)
                and assignment.is_active and flow.sync_status <> 'deleted'
            order by flow.name, flow.flow_id
            """
        )
        let tutor = CampusTutor.chatflow
        let everybodys = ModelDescription(id: tutor.id, name: tutor.name, created: 0, ownedBy: "elymica")
        return [everybodys]
            + rows.map { row in
                let owner = row.kind == "flow" ? "flowise" : "upstream"
                return ModelDescription(id: row.flowID, name: row.name, created: row.created, ownedBy: owner)
            }
    }
}
