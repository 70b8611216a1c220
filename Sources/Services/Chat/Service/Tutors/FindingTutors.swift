import Access
import ChatAPI
import Postgres
import Upstreams
import Values

extension Transaction {
    /// The tutor that a chatflow's id names, when the caller may ask it: the campus tutor everybody, a chatflow those
    /// it is assigned to.
    ///
    /// - Throws: ``ChatError/chatflowDenied`` when there is none, or it is not theirs.
    func tutor(_ chatflow: ChatflowID, for caller: Principal) throws -> Tutor {
        if chatflow.text == CampusTutor.id { return CampusTutor.tutor }
        let row: AssignedChatflow? = try first(
            """
            select flow.flow_id, flow.kind, flow.name
            from chat.chatflows flow
            join chat.assignments assignment
                on assignment.tenant_id = flow.tenant_id and assignment.chatflow_id = flow.id
            where flow.tenant_id = \(caller.tenantID) and flow.flow_id = \(chatflow)
                and assignment.user_id = \(caller.userID) and assignment.is_active
                and flow.sync_status <> 'deleted'
            """
        )
        guard let row, let target = row.target else { throw ChatError.chatflowDenied }
        return Tutor(id: row.flowID, name: row.name, target: target)
    }
}

private struct AssignedChatflow: Decodable, Sendable {
    let flowID: String
    let kind: String
    let name: String

    var target: Tutor.Target? { kind == "flow" ? FlowiseFlow(flowID).map(Tutor.Target.flow) : .model(flowID) }
}
