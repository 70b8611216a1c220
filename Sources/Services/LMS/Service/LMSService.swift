package import Endpoints
import LMSAPI
package import Postgres

/// The learning service: what it answers and what it keeps.
package struct LMSService: ServiceDefinition {
    package static let identity = LMS.service
    package static let schema = SchemaMigrations(
        schema: "lms",
        migrations: [
            .createCourses, .createPrerequisites, .createCourseProgress, .createLessonCompletions, .publishCourses,
            .publishCompletions,
        ]
    )

    package init() {}

    package var operations: [Operation] {
        [
            Operation(ListCourses.self, listCourses),
            Operation(GetCourse.self, showCourse),
            Operation(GetCourseProgress.self, showProgress),
            Operation(CreateCourse.self, createCourse),
            Operation(UpdateCourse.self, updateCourse),
            Operation(ArchiveCourse.self, archiveCourse),
            Operation(CompleteLesson.self, completeLesson),
            Operation(ListTeacherClasses.self, listClasses),
        ]
    }
}
