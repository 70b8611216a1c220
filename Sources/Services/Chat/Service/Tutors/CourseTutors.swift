import Access
import ChatAPI
import Postgres
import Upstreams
import Values

/// What the chatflows of courses are called.
enum CourseTutorID {
    private static let prefix = "course-"

    /// The course whose tutor a chatflow's id names; `nil` for any other.
    static func course(_ chatflow: ChatflowID) -> CourseID? {
        chatflow.text.hasPrefix(prefix) ? CourseID(String(chatflow.text.dropFirst(prefix.count))) : nil
    }

    static func text(_ course: CourseID) -> String { prefix + course.description }

    /// Whether an id is kept for the campus: nothing that an upstream lists may be called so.
    static func isReserved(_ id: String) -> Bool { id == CampusTutor.id || id.hasPrefix(prefix) }
}

/// The tutor of a course as whoever may ask it finds it.
struct OpenCourseTutor: Decodable, Sendable {
    let courseID: CourseID
    let title: String
    let flowID: String?
    let kind: String?
    let systemPrompt: String
    let answerTokens: Int?
    let dailyQuestions: Int?

    var chatflow: AskableChatflow {
        AskableChatflow(
            flowID: CourseTutorID.text(courseID),
            kind: "tutor",
            name: title,
            description: "The tutor of this course.",
            category: nil,
            type: "TUTOR",
            deployed: true,
            isPublic: false,
            assignedAt: nil,
            createdDate: nil,
            updatedDate: nil
        )
    }

    /// `nil` when the flow's id is none that Flowise could have.
    var target: Tutor.Target? {
        guard let flowID else { return .lessons }
        return kind == "flow" ? FlowiseFlow(flowID).map(Tutor.Target.flow) : .model(flowID)
    }
}

extension Transaction {
    /// The tutors of courses that somebody may ask; with `course`, that one's only.
    ///
    /// Learners have those of courses they are in, teachers those of their own, administrators all. What they ask is
    /// paid by the class, so parents have none: they have the campus tutor. A tutor is left out when the chatflow
    /// behind it was deleted, or when whoever chose it may not ask it any more.
    func courseTutors(for caller: Principal, course: CourseID? = nil) throws -> [OpenCourseTutor] {
        let runsSchool = caller.role == .admin || caller.role == .superAdmin
        return try all(
            """
            select course.id as course_id, course.title, tutor.flow_id, flow.kind, tutor.system_prompt,
                tutor.answer_tokens, tutor.daily_questions
            from chat.course_tutors tutor
            join lms.public_courses course on course.tenant_id = tutor.tenant_id and course.id = tutor.course_id
            left join chat.chatflows flow on flow.tenant_id = tutor.tenant_id and flow.flow_id = tutor.flow_id
            where tutor.tenant_id = \(caller.tenantID) and tutor.is_open
                and (\(course) is null or tutor.course_id = \(course))
                and (tutor.flow_id is null or (
                    flow.sync_status <> 'deleted' and (
                        exists (
                            select from chat.assignments assignment
                            where assignment.tenant_id = flow.tenant_id and assignment.chatflow_id = flow.id
                                and assignment.user_id = tutor.flow_chosen_by and assignment.is_active
                        )
                        or exists (
                            select from auth.public_people person
                            where person.tenant_id = tutor.tenant_id and person.id = tutor.flow_chosen_by
                                and person.role in ('admin', 'super_admin') and person.status = 'active'
                        )
                    )
                ))
                and (
                    \(runsSchool)
                    or (\(caller.role) = 'teacher' and course.instructor_id = \(caller.userID))
                    or (
                        \(caller.role) = 'student' and course.status <> 'draft'
                        and exists (
                            select from enrollment.public_enrollments seat
                            where seat.tenant_id = course.tenant_id and seat.course_id = course.id
                                and seat.user_id = \(caller.userID) and seat.status <> 'dropped'
                        )
                    )
                )
            order by course.title, course.id
            limit 500
            """
        )
    }
}
