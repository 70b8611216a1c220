package import Endpoints
import EnrollmentAPI
package import Events
package import Postgres

/// Puts learners in courses and families together, and tells teachers who is in their classes.
package struct EnrollmentService: ServiceDefinition {
    package init() {}

    package static let identity = Enrollments.service

    package static let schema = SchemaMigrations(
        schema: "enrollment",
        migrations: [createEnrollments, createCourseSeats, createGuardianships, createLearnerProfiles]
    )

    package var operations: [Operation] {
        [
            Operation(EnrollInCourse.self, enroll),
            Operation(EnrollLearners.self, enrollAll),
            Operation(DropCourse.self, drop),
            Operation(RemoveLearner.self, remove),
            Operation(ListMyEnrollments.self, listEnrollments),
            Operation(ListChildren.self, listChildren),
            Operation(LinkStudent.self, link),
            Operation(UnlinkStudent.self, unlink),
            Operation(ListClassStudents.self, listClassStudents),
            Operation(ShowClassRoster.self, showClassRoster),
            Operation(ShowRoster.self, showRoster),
            Operation(ExportRoster.self, exportRoster),
        ]
    }

    package var subscriptions: [Subscription] { [completion] }
}
