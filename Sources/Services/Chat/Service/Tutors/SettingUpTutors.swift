import Access
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension ChatService {
    /// The tutors of courses, for their teachers.
    var courseTutorOperations: [Operation] {
        [
            Operation(GetCourseTutor.self, showCourseTutor),
            Operation(PutCourseTutor.self, setUpCourseTutor),
            Operation(DeleteCourseTutor.self, removeCourseTutor),
        ]
    }

    func showCourseTutor(_ request: GetCourseTutor, _ call: Call) async throws -> CourseTutor {
        let caller = try call.caller
        return try await call.read { transaction in
            let course = try transaction.taughtCourse(request.courseID, by: caller)
            return try transaction.courseTutor(of: course, for: caller)
        }
    }

    func setUpCourseTutor(_ request: PutCourseTutor, _ call: Call) async throws -> CourseTutor {
        let caller = try call.caller
        return try await call.write { transaction in
            let course = try transaction.taughtCourse(request.courseID, by: caller)
            let flow = request.chatflowID.flatMap { $0.text == CampusTutor.id ? nil : $0 }
            let chooser = try flow.map { try transaction.chooser(of: $0, for: course.id, caller) }
            try transaction.execute(
                """
                insert into chat.course_tutors (
                    tenant_id, course_id, flow_id, flow_chosen_by, system_prompt, answer_tokens, daily_questions,
                    is_open, updated_by, updated_at
                ) values (
                    \(caller.tenantID), \(course.id), \(flow), \(chooser), \(request.systemPrompt?.text ?? ""),
                    \(request.answerTokens?.value)::integer, \(request.dailyQuestions?.value)::integer,
                    \(request.isOpen ?? true), \(caller.userID), \(call.now)
                )
                on conflict (tenant_id, course_id) do update set
                    flow_id = excluded.flow_id, flow_chosen_by = excluded.flow_chosen_by,
                    system_prompt = excluded.system_prompt, answer_tokens = excluded.answer_tokens,
                    daily_questions = excluded.daily_questions, is_open = excluded.is_open,
                    updated_by = excluded.updated_by, updated_at = excluded.updated_at
                """
            )
            let state = request.isOpen ?? true ? "open" : "closed"
            try transaction.tell(
                .courseTutorChanged,
                "course \(course.id), \(flow?.text ?? CampusTutor.id), \(state)",
                of: call
            )
            return try transaction.courseTutor(of: course, for: caller)
        }
    }

    func removeCourseTutor(_ request: DeleteCourseTutor, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        return try await call.write { transaction in
            let course = try transaction.taughtCourse(request.courseID, by: caller)
            let removed = try transaction.execute("delete from chat.course_tutors where course_id = \(course.id)")
            guard removed == 1 else { throw ChatError.noCourseTutor }
            try transaction.tell(.courseTutorRemoved, "course \(course.id)", of: call)
            return Acknowledged("Course tutor removed.")
        }
    }
}

/// A course whose tutor somebody may set up.
private struct TaughtCourse: Decodable, Sendable {
    let id: CourseID
    let title: String
}

/// A course's tutor as its row has it.
private struct CourseTutorRow: Decodable, Sendable {
    let flowID: String?
    let systemPrompt: String
    let answerTokens: Int?
    let dailyQuestions: Int?
    let isOpen: Bool
    let updatedAt: Date
}

extension Transaction {
    /// The course, when the caller teaches it or runs the school.
    fileprivate func taughtCourse(_ reference: CourseReference, by caller: Principal) throws -> TaughtCourse {
        let runsSchool = caller.role == .admin || caller.role == .superAdmin
        let course: TaughtCourse? = try first(
            """
            select id, title from lms.public_courses
            where tenant_id = \(caller.tenantID)
                and (id = \(reference.id) or (\(reference.id) is null and code = \(reference.code)))
                and (\(runsSchool) or instructor_id = \(caller.userID))
            """
        )
        guard let course else { throw ChatError.noSuchCourse }
        return course
    }

    fileprivate func courseTutor(of course: TaughtCourse, for caller: Principal) throws -> CourseTutor {
        let row: CourseTutorRow? = try first(
            """
            select flow_id, system_prompt, answer_tokens, daily_questions, is_open, updated_at
            from chat.course_tutors
            where course_id = \(course.id)
            """
        )
        return CourseTutor(
            of: course.id,
            titled: course.title,
            chatflowID: row?.flowID ?? CampusTutor.id,
            systemPrompt: row?.systemPrompt ?? "",
            answerTokens: row?.answerTokens,
            dailyQuestions: row?.dailyQuestions,
            isOpen: row?.isOpen ?? false,
            isAvailable: try !courseTutors(for: caller, course: course.id).isEmpty,
            updatedAt: row?.updatedAt
        )
    }

    /// Who is to answer for the choice of a chatflow: the caller, or whoever made it before when it stays and is not
    /// the caller's to make.
    fileprivate func chooser(of flow: ChatflowID, for course: CourseID, _ caller: Principal) throws -> UserID {
        let runsSchool = caller.role == .admin || caller.role == .superAdmin
        let isTheirs: Bool? = try value(
            """
            select exists (
                select from chat.chatflows flow
                where flow.tenant_id = \(caller.tenantID) and flow.flow_id = \(flow)
                    and flow.sync_status <> 'deleted'
                    and (\(runsSchool) or exists (
                        select from chat.assignments assignment
                        where assignment.tenant_id = flow.tenant_id and assignment.chatflow_id = flow.id
                            and assignment.user_id = \(caller.userID) and assignment.is_active
                    ))
            )
            """
        )
        if isTheirs == true { return caller.userID }
        let chosenBefore: UserID? = try value(
            "select flow_chosen_by from chat.course_tutors where course_id = \(course) and flow_id = \(flow)"
        )
        guard let chosenBefore else { throw ChatError.chatflowDenied }
        return chosenBefore
    }
}
