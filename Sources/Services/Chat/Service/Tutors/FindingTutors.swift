import Access
import ChatAPI
import Postgres
import Upstreams
import Values

extension Transaction {
    /// The tutor that a chatflow's id names, when the caller may ask it: the campus tutor everybody, a course's tutor
    /// those of the course, a chatflow those it is assigned to.
    ///
    /// - Throws: ``ChatError/chatflowDenied`` when there is none, or it is not theirs.
    func tutor(_ chatflow: ChatflowID, for caller: Principal) throws -> Tutor {
        if chatflow.text == CampusTutor.id { return CampusTutor.tutor }
        if let course = CourseTutorID.course(chatflow) { return try courseTutor(course, for: caller) }
        return try AssignedChatflow.tutor(first(AssignedChatflow.query(chatflow, for: caller)))
    }

    private func courseTutor(_ course: CourseID, for caller: Principal) throws -> Tutor {
        guard let found = try courseTutors(for: caller, course: course).first, let target = found.target else {
            throw ChatError.chatflowDenied
        }
        return Tutor(
            id: CourseTutorID.text(course),
            name: found.title,
            target: target,
            course: course,
            instructions: found.systemPrompt,
            answerTokens: found.answerTokens,
            // Teachers and administrators try it out as often as they like.
            dailyQuestions: caller.role == .student ? found.dailyQuestions : nil
        )
    }
}

/// Who may ask which of their school's chatflows, for two seconds: how most questions are asked. Changes that this
/// process makes count at once, those of others when the time is over; somebody who may not ask is looked up each time.
final class AssignedTutors: Sendable {
    private struct Key: Hashable {
        let tenant: TenantID
        let user: UserID
        let chatflow: ChatflowID
    }

    private let known = AskedAgain<Key, Tutor>(after: .seconds(2))

    /// The chatflow's tutor, in one round trip at most.
    func tutor(_ chatflow: ChatflowID, for caller: Principal, in school: Door) async throws -> Tutor {
        let key = Key(tenant: caller.tenantID, user: caller.userID, chatflow: chatflow)
        return try await known.answer(to: key) {
            try AssignedChatflow.tutor(await school.first(AssignedChatflow.query(chatflow, for: caller)))
        }
    }

    /// Chatflows, or whom they are assigned to, have changed.
    func forgetAll() { known.forgetAll() }
}

private struct AssignedChatflow: Decodable, Sendable {
    let flowID: String
    let kind: String
    let name: String

    static func query(_ chatflow: ChatflowID, for caller: Principal) -> Query {
        """
        select flow.flow_id, flow.kind, flow.name
        from chat.chatflows flow
        join chat.assignments assignment
            on assignment.tenant_id = flow.tenant_id and assignment.chatflow_id = flow.id
        where flow.tenant_id = \(caller.tenantID) and flow.flow_id = \(chatflow)
            and assignment.user_id = \(caller.userID) and assignment.is_active
            and flow.sync_status <> 'deleted'
        """
    }

    static func tutor(_ row: AssignedChatflow?) throws -> Tutor {
        guard let row else { throw ChatError.chatflowDenied }
        let target = row.kind == "flow" ? FlowiseFlow(row.flowID).map(Tutor.Target.flow) : .model(row.flowID)
        guard let target else { throw ChatError.chatflowDenied }
        return Tutor(id: row.flowID, name: row.name, target: target)
    }
}
