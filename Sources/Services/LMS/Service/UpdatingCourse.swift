import Access
import Endpoints
import Events
import LMSAPI
import Postgres
import Values

extension LMSService {
    func updateCourse(_ request: UpdateCourse, _ call: Call) async throws -> UpdateCourse.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            // Before any course is locked: two changes that refer to each other's course would wait for each other.
            if request.prerequisites != nil { try transaction.queueForPrerequisites(of: caller.tenantID) }
            let course = try transaction.courseToChange(request.courseID, by: caller)
            let instructor = try transaction.instructor(request.instructorID, namedBy: caller)
            try transaction.change(course.id, as: request, instructor: instructor)
            if let prerequisites = request.prerequisites {
                try transaction.replacePrerequisites(of: course.id, by: prerequisites, tenant: caller.tenantID)
            }
            if request.status == .archived, course.status != .archived {
                try transaction.announce(
                    CourseArchived(courseID: course.id, courseTitle: request.title?.text ?? course.title)
                )
            }
            return UpdateCourse.Response(
                course: try transaction.course(
                    CourseReference(course.id),
                    seenBy: caller,
                    learner: caller.userID
                ),
                message: "Course changed."
            )
        }
    }

    func archiveCourse(_ request: ArchiveCourse, _ call: Call) async throws -> UpdateCourse.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let course = try transaction.courseToChange(request.courseID, by: caller)
            if course.status != .archived {
                try transaction.execute(
                    "update lms.courses set status = 'archived', updated_at = now() where id = \(course.id)"
                )
                try transaction.announce(CourseArchived(courseID: course.id, courseTitle: course.title))
            }
            return UpdateCourse.Response(
                course: try transaction.course(
                    CourseReference(course.id),
                    seenBy: caller,
                    learner: caller.userID
                ),
                message: "Course archived."
            )
        }
    }
}

extension Transaction {
    fileprivate func change(_ course: CourseID, as request: UpdateCourse, instructor: UserID?) throws {
        do {
            try execute(
                """
                update lms.courses set
                    title = coalesce(\(request.title), title),
                    description = coalesce(\(request.description), description),
                    subject = coalesce(\(request.subject), subject),
                    grade_level = coalesce(\(request.gradeLevel), grade_level),
                    code = coalesce(\(request.code), code),
                    instructor_id = coalesce(\(instructor), instructor_id),
                    seat_limit = case when \(request.seatLimit.isKeep)
                        then seat_limit else \(request.seatLimit.value?.value) end,
                    self_enrollment = coalesce(\(request.selfEnrollment), self_enrollment),
                    thumbnail_url = case when \(request.thumbnailURL.isKeep)
                        then thumbnail_url else \(request.thumbnailURL.value) end,
                    status = coalesce(\(request.status), status),
                    updated_at = now()
                where id = \(course)
                """
            )
        } catch let error as PostgresError where error.code == .uniqueViolation {
            throw LMSError.codeTaken
        }
    }
}
