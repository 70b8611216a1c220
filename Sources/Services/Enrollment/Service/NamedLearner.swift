import Access
import Endpoints
import Postgres
import Values

/// Whom a call is about: students themselves, a parent's linked child, or whoever an admin names.
enum NamedLearner {
    /// The learner that the caller may act for.
    ///
    /// A parent gets the same refusal for every student who is not linked, whether there is one or not.
    static func id(
        _ named: UserID?,
        by caller: Principal,
        in transaction: borrowing Transaction
    ) throws -> UserID {
        switch caller.role {
        case .student:
            guard named == nil || named == caller.userID else { throw EnrollmentError.notYourself }
            return caller.userID
        case .parent:
            guard let named else { throw EnrollmentError.studentRequired }
            let isLinked = try transaction.value(
                """
                select true from enrollment.guardianships
                where guardian_id = \(caller.userID) and student_id = \(named)
                """,
                as: Bool.self
            )
            guard isLinked == true else { throw EnrollmentError.notYourChild }
            return named
        case .teacher, .admin, .superAdmin:
            guard let named else { throw EnrollmentError.studentRequired }
            return named
        }
    }
}
