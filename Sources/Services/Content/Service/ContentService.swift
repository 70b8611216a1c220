import ContentAPI
package import Endpoints
package import Postgres

/// The content service: what it answers and what it keeps.
package struct ContentService: ServiceDefinition {
    package static let identity = Content.service
    package static let schema = SchemaMigrations(
        schema: "content",
        migrations: [.createModules, .createLessons, .publishOutline, .publishLessonTexts]
    )

    package init() {}

    package var operations: [Operation] {
        [
            Operation(ListModules.self, listModules),
            Operation(CreateModule.self, createModule),
            Operation(UpdateModule.self, updateModule),
            Operation(DeleteModule.self, deleteModule),
            Operation(OrderModules.self, orderModules),
            Operation(ListLessons.self, listLessons),
            Operation(GetLesson.self, showLesson),
            Operation(CreateLesson.self, createLesson),
            Operation(UpdateLesson.self, updateLesson),
            Operation(DeleteLesson.self, deleteLesson),
            Operation(OrderLessons.self, orderLessons),
            Operation(PublishLesson.self, publishLesson),
            Operation(UnpublishLesson.self, unpublishLesson),
        ]
    }
}
