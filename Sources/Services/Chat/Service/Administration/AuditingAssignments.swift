import ChatAPI
import Endpoints
import Postgres
import Values

extension ChatService {
    func auditAssignments(
        _ request: AuditChatflowUsers,
        _ call: Call
    ) async throws -> AuditChatflowUsers.Response {
        try await call.read { transaction in
            if let id = request.chatflowID { _ = try transaction.chatflow(id) }
            let checked = try transaction.assignments(of: request.chatflowID.map { [$0] }, includingEnded: false)
            return AuditChatflowUsers.Response(
                checked: checked.count,
                invalid: checked.compactMap(\.invalid),
                at: call.now
            )
        }
    }

    func cleanUpAssignments(
        _ request: CleanUpChatflowUsers,
        _ call: Call
    ) async throws -> CleanUpChatflowUsers.Response {
        let (action, dryRun) = (request.action ?? .deactivate, request.dryRun ?? true)
        return try await changeChatflows(call) { transaction in
            let checked = try transaction.assignments(of: request.chatflowIDs, includingEnded: action == .delete)
            let found = checked.filter { $0.invalid != nil }
            var response = CleanUpChatflowUsers.Response(
                processed: checked.count,
                found: found.compactMap(\.invalid),
                dryRun: dryRun,
                at: call.now
            )
            guard !dryRun, !found.isEmpty else { return response }
            let (flows, people) = (found.map(\.chatflowID), found.map(\.userID))
            switch action {
            case .deactivate:
                response.recordsDeactivated = try transaction.execute(
                    """
                    update chat.assignments set is_active = false, assigned_at = \(call.now)
                    from unnest(\(flows), \(people)) as invalid (chatflow_id, user_id)
                    where assignments.chatflow_id = invalid.chatflow_id and assignments.user_id = invalid.user_id
                        and is_active
                    """
                )
            case .delete:
                response.recordsDeleted = try transaction.execute(
                    """
                    delete from chat.assignments
                    using unnest(\(flows), \(people)) as invalid (chatflow_id, user_id)
                    where assignments.chatflow_id = invalid.chatflow_id and assignments.user_id = invalid.user_id
                    """
                )
            }
            let count = response.recordsDeactivated + response.recordsDeleted
            try transaction.tell(.assignmentsCleaned, "\(action.rawValue): \(count)", of: call)
            return response
        }
    }
}

/// An assignment with whether it still means something.
private struct CheckedAssignment: Decodable, Sendable {
    let chatflowID: ChatflowRowID
    let userID: UserID
    let flowID: String
    let flowName: String
    let issue: String?

    var invalid: InvalidAssignment? {
        guard let issue else { return nil }
        let details =
            switch issue {
            case "user_not_found": "The user is gone."
            case "user_inactive": "The user's account is not active."
            default: "The chatflow was deleted at its server."
            }
        return InvalidAssignment(chatflowID, userID, flow: (flowID, flowName), issue: issue, details: details)
    }
}

extension Transaction {
    /// The assignments of these chatflows, or of all.
    fileprivate func assignments(
        of chatflows: [ChatflowID]?,
        includingEnded: Bool
    ) throws -> [CheckedAssignment] {
        let ids = chatflows?.map(\.text)
        return try all(
            """
            select assignment.chatflow_id, assignment.user_id, flow.flow_id, flow.name as flow_name,
                case
                    when person.id is null then 'user_not_found'
                    when person.status <> 'active' then 'user_inactive'
                    when flow.sync_status = 'deleted' then 'chatflow_deleted'
                end as issue
            from chat.assignments assignment
            join chat.chatflows flow
                on flow.tenant_id = assignment.tenant_id and flow.id = assignment.chatflow_id
            left join auth.public_people person
                on person.tenant_id = assignment.tenant_id and person.id = assignment.user_id
            where (\(includingEnded) or assignment.is_active)
                and (\(ids) is null or flow.flow_id = any(\(ids)))
            order by flow.name, flow.flow_id, assignment.user_id
            """
        )
    }
}
