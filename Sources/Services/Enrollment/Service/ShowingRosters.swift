import Endpoints
import EnrollmentAPI
import Postgres
import Values

extension EnrollmentService {
    /// How many learners a list without pages holds: more than any class, little enough for a phone.
    private static let wholeClass = 1_000

    func listClassStudents(_ request: ListClassStudents, _ call: Call) async throws -> ListClassStudents.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            guard let course = try OfferedCourse.findTaught(request.classID, by: caller, in: transaction) else {
                return .init(students: [])
            }
            let rows = try RosterRow.all(of: course.id, limit: Self.wholeClass, in: transaction)
            return .init(
                students: rows.map { row in
                    ClassStudent(
                        id: row.userID,
                        name: PersonName(row.name),
                        email: row.email,
                        guardianName: row.guardianName,
                        guardianContact: row.guardianPhone ?? row.guardianEmail,
                        status: row.isActive ? .active : .inactive
                    )
                }
            )
        }
    }

    func showRoster(_ request: ShowRoster, _ call: Call) async throws -> ShowRoster.Response {
        let caller = try call.caller
        let isPaged = request.page != nil || request.limit != nil
        let limit = isPaged ? request.limit?.value ?? 100 : Self.wholeClass
        let offset = ((request.page?.value ?? 1) - 1) * limit
        return try await call.read { transaction in
            guard let course = try OfferedCourse.findTaught(request.courseID, by: caller, in: transaction) else {
                throw EnrollmentError.unknownCourse
            }
            let rows = try RosterRow.all(of: course.id, limit: limit, offset: offset, in: transaction)
            let total = try RosterRow.count(of: course.id, in: transaction)
            return .init(course: course.courseTitle, students: rows.map(\.student), total: total)
        }
    }

    func showClassRoster(_ request: ShowClassRoster, _ call: Call) async throws -> ShowClassRoster.Response {
        let caller = try call.caller
        return try await call.read { transaction in
            guard let course = try OfferedCourse.findTaught(request.classID, by: caller, in: transaction) else {
                throw EnrollmentError.unknownCourse
            }
            let rows = try RosterRow.all(of: course.id, limit: Self.wholeClass, in: transaction)
            let progress = try ClassProgress(of: course.id, in: transaction)
            return .init(
                course: course.courseTitle,
                students: rows.map { row in
                    ClassRosterStudent(
                        row.student,
                        completedLessons: progress.completedLessons(of: row.userID),
                        totalLessons: progress.totalLessons
                    )
                }
            )
        }
    }

    func exportRoster(_ request: ExportRoster, _ call: Call) async throws -> Download {
        let caller = try call.caller
        let (course, rows) = try await call.read { transaction in
            guard let course = try OfferedCourse.findTaught(request.courseID, by: caller, in: transaction) else {
                throw EnrollmentError.unknownCourse
            }
            return (course, try RosterRow.all(of: course.id, limit: RosterSheet.maximumRows, in: transaction))
        }
        return RosterSheet.download(of: course, rows)
    }
}
