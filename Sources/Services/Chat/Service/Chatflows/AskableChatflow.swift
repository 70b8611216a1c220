import Access
import ChatAPI
import FoundationEssentials
import Postgres
import Values

/// A chatflow that somebody may ask, as lists tell of it.
struct AskableChatflow: Decodable, Sendable {
    let flowID: String
    /// `flow`, `model`, or `tutor` for those that are the campus's own.
    let kind: String
    let name: String
    let description: String
    let category: String?
    let type: String
    let deployed: Bool
    let isPublic: Bool
    let assignedAt: Date?
    let createdDate: Date?
    let updatedDate: Date?

    /// The campus tutor, which is no row.
    static let campusTutor = AskableChatflow(
        flowID: CampusTutor.id,
        kind: "tutor",
        name: CampusTutor.tutor.name,
        description: "Looks your question up in the lessons of your courses and quotes them.",
        category: nil,
        type: "TUTOR",
        deployed: true,
        isPublic: true,
        assignedAt: nil,
        createdDate: nil,
        updatedDate: nil
    )

    var mine: MyChatflow {
        MyChatflow(
            id: flowID,
            name: name,
            description: description,
            category: category,
            type: type,
            deployed: deployed,
            assignedAt: assignedAt
        )
    }
}

extension Transaction {
    /// Everything that somebody may ask: the campus tutor, what is assigned to them, the tutors of their courses; with
    /// `id`, that one only.
    func askableChatflows(for caller: Principal, id: ChatflowID? = nil) throws -> [AskableChatflow] {
        let campus = id == nil || id?.text == CampusTutor.id ? [AskableChatflow.campusTutor] : []
        return campus + (try assignedChatflows(of: caller, id: id)) + (try openCourseTutors(for: caller, id: id))
    }

    private func assignedChatflows(of caller: Principal, id: ChatflowID?) throws -> [AskableChatflow] {
        try all(
            """
            select flow.flow_id, flow.kind, flow.name, flow.description, flow.category, flow.type, flow.deployed,
                flow.is_public, assignment.assigned_at, flow.created_date, flow.updated_date
            from chat.assignments assignment
            join chat.chatflows flow
                on flow.tenant_id = assignment.tenant_id and flow.id = assignment.chatflow_id
            where assignment.tenant_id = \(caller.tenantID) and assignment.user_id = \(caller.userID)
                and assignment.is_active and flow.sync_status <> 'deleted'
                and (\(id) is null or flow.flow_id = \(id))
            order by flow.name, flow.flow_id
            limit 500
            """
        )
    }

    private func openCourseTutors(for caller: Principal, id: ChatflowID?) throws -> [AskableChatflow] {
        let course = id.flatMap(CourseTutorID.course)
        guard id == nil || course != nil else { return [] }
        return try courseTutors(for: caller, course: course).map(\.chatflow)
    }
}
