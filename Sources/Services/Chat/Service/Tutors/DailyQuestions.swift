import Access
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension ChatService {
    /// Counts a question to a course's tutor, exactly, whatever is asked at once.
    ///
    /// - Throws: ``ChatError/enoughForToday(_:)`` when it is one too many.
    func countQuestion(to tutor: Tutor, _ call: Call) async throws {
        guard let most = tutor.dailyQuestions, let course = tutor.course else { return }
        let caller = try call.caller
        let counted = try await call.school.execute(
            """
            insert into chat.daily_questions (tenant_id, course_id, user_id, day, asked)
            values (\(caller.tenantID), \(course), \(caller.userID), (\(call.now) at time zone 'UTC')::date, 1)
            on conflict (tenant_id, user_id, course_id, day) do update set asked = daily_questions.asked + 1
            where daily_questions.asked < \(most)
            """
        )
        guard counted == 1 else { throw ChatError.enoughForToday(most) }
    }

    /// Takes a question back that was not answered.
    func uncountQuestion(to tutor: Tutor, of learner: UserID, in tenant: TenantID, askedAt: Date) async {
        guard tutor.dailyQuestions != nil, let course = tutor.course else { return }
        _ = try? await parts.database.tenant(tenant).execute(
            """
            update chat.daily_questions set asked = asked - 1
            where user_id = \(learner) and course_id = \(course) and asked > 0
                and day = (\(askedAt) at time zone 'UTC')::date
            """
        )
    }
}
