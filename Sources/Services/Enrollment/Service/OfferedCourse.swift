import Access
import Endpoints
import EnrollmentAPI
import Postgres
import Values

/// A course of lms's as this service needs it.
struct OfferedCourse: Decodable, Sendable {
    /// As lms publishes it.
    enum Status: String, Codable, Sendable {
        case active, archived, draft
    }

    let id: CourseID
    let title: String
    let status: Status
    let instructorID: UserID?
    /// `nil` when there is no limit.
    let seatLimit: Int?
    /// Whether learners and their parents may come and go by themselves.
    let selfEnrollment: Bool

    var courseTitle: CourseTitle { CourseTitle(id: id, title: title) }

    /// The course a client names; `nil` when there is none.
    static func find(_ reference: CourseReference, in transaction: borrowing Transaction) throws -> OfferedCourse? {
        try transaction.first(
            """
            select id, title, status, instructor_id, seat_limit, self_enrollment
            from lms.public_courses
            where id = \(reference.id) or code = \(reference.code)
            """
        )
    }

    /// The course, for somebody who wants to be in it or to leave it: a draft is nothing to learners yet.
    static func find(
        _ reference: CourseReference,
        for caller: Principal,
        in transaction: borrowing Transaction
    ) throws -> OfferedCourse {
        guard let course = try find(reference, in: transaction), course.status != .draft || caller.isAdmin else {
            throw EnrollmentError.unknownCourse
        }
        return course
    }

    /// The course, for somebody who wants to see who is in it: its instructor or an admin. `nil` when there is none.
    static func findTaught(
        _ reference: CourseReference,
        by caller: Principal,
        in transaction: borrowing Transaction
    ) throws -> OfferedCourse? {
        guard let course = try find(reference, in: transaction) else { return nil }
        guard caller.isAdmin || course.instructorID == caller.userID else { throw EnrollmentError.notYourCourse }
        return course
    }
}

extension Principal {
    /// Whether the caller runs the school.
    var isAdmin: Bool { role == .admin || role == .superAdmin }
}
