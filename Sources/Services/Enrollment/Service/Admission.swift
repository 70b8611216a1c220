import Access
import Endpoints
import EnrollmentAPI
import Events
import Postgres
import Values

/// Puts learners in one course, inside the caller's transaction: one learner or five hundred, by the same rules.
struct Admission: Sendable {
    let course: OfferedCourse
    /// Who asks.
    let caller: Principal

    /// What became of one learner.
    enum Outcome: Sendable {
        case enrolled(EnrollmentID, EnrollmentStatus)
        case alreadyEnrolled(EnrollmentID, EnrollmentStatus)
        case refused(EnrollmentError)
    }

    /// Enrols whom it can, each once, and says what became of each, in their order. A refusal has changed nothing.
    func admit(_ learners: [UserID], in transaction: borrowing Transaction) throws -> [(UserID, Outcome)] {
        let free = try course.seatLimit.map {
            try SeatLimit.free(of: $0, in: course.id, tenant: caller.tenantID, transaction)
        }
        let standings = try Standing.all(learners, in: course.id, tenant: caller.tenantID, transaction)
        var seats = free ?? .max
        var outcomes: [UserID: Outcome] = [:]
        var admitted: [UserID] = []
        for standing in standings {
            if let outcome = outcome(without: standing) {
                outcomes[standing.userID] = outcome
            } else if seats == 0 {
                outcomes[standing.userID] = .refused(.courseFull)
            } else {
                seats -= 1
                admitted.append(standing.userID)
            }
        }
        outcomes.merge(try insert(admitted, in: transaction)) { $1 }
        return learners.compactMap { learner in outcomes[learner].map { (learner, $0) } }
    }

    /// The outcome for a learner who takes no seat; `nil` for one who wants a seat and may have it.
    private func outcome(without standing: Standing) -> Outcome? {
        guard let role = standing.role else { return .refused(.unknownStudent) }
        guard role == .student else { return .refused(.notAStudent) }
        if let (id, status) = standing.current { return .alreadyEnrolled(id, status) }
        if course.status == .archived { return .refused(.courseArchived) }
        if !course.selfEnrollment, !caller.isAdmin { return .refused(.selfEnrollmentDisabled) }
        guard standing.missingTitles.isEmpty else { return .refused(.prerequisiteMissing(standing.missingTitles)) }
        return nil
    }

    private struct Enrolled: Decodable, Sendable {
        let id: EnrollmentID
        let userID: UserID
        let status: EnrollmentStatus
    }

    /// Writes the enrolments and announces them. Somebody who had left comes back under the same id; who completed the
    /// course before has completed it still.
    private func insert(_ learners: [UserID], in transaction: borrowing Transaction) throws -> [UserID: Outcome] {
        guard !learners.isEmpty else { return [:] }
        // In the order of their ids, so that two calls that want some of the same rows never wait for each other.
        let learners = learners.sorted()
        let ids = learners.map { _ in EnrollmentID() }
        let enrolled = try transaction.all(
            """
            insert into enrollment.enrollments as e
                (tenant_id, id, course_id, user_id, status, completed_at, enrolled_by)
            select \(caller.tenantID), n.id, \(course.id), n.user_id,
                case when d.completed_at is null then 'enrolled' else 'completed' end, d.completed_at, \(caller.userID)
            from unnest(\(ids), \(learners)) with ordinality as n (id, user_id, place)
            left join lms.public_course_completions d
                on d.tenant_id = \(caller.tenantID) and d.course_id = \(course.id) and d.user_id = n.user_id
            order by n.place
            on conflict (tenant_id, course_id, user_id) do update
            set status = excluded.status, enrolled_at = excluded.enrolled_at, completed_at = excluded.completed_at,
                enrolled_by = excluded.enrolled_by, dropped_at = null
            where e.status = 'dropped'
            returning e.id, e.user_id, e.status
            """,
            as: Enrolled.self
        )
        var outcomes: [UserID: Outcome] = [:]
        for row in enrolled {
            outcomes[row.userID] = .enrolled(row.id, row.status)
            try transaction.announce(
                LearnerEnrolled(
                    enrollmentID: row.id,
                    courseID: course.id,
                    courseTitle: course.title,
                    userID: row.userID,
                    enrolledBy: caller.userID
                )
            )
        }
        // Without a seat limit nothing kept the same learner's other request from being first.
        let late = learners.filter { outcomes[$0] == nil }
        guard !late.isEmpty else { return outcomes }
        for standing in try Standing.all(late, in: course.id, tenant: caller.tenantID, transaction) {
            if let (id, status) = standing.current { outcomes[standing.userID] = .alreadyEnrolled(id, status) }
        }
        return outcomes
    }
}
