import Access
import ContentAPI
import Endpoints
import Events
import Postgres
import Values

extension ContentService {
    func createLesson(_ request: CreateLesson, _ call: Call) async throws -> CreateLesson.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let place = try request.moduleID.map { module in
                (try transaction.courseOfModule(module, taughtBy: caller), module)
            }
            let id = try transaction.add(request.lesson, to: place, by: caller)
            return CreateLesson.Response(try transaction.lesson(id), message: "Lesson created.")
        }
    }
}

extension Transaction {
    /// Adds a lesson at the end of a module whose row is locked, or to none.
    func add(
        _ draft: LessonDraft,
        to place: (course: CourseID, module: ModuleID)?,
        by author: Principal
    ) throws -> LessonID {
        let id = LessonID()
        let content = try draft.content?.prepared().members ?? JSONObject()
        let resources = try LessonResources(draft.resources ?? [])
        try execute(
            """
            insert into content.lessons (
                tenant_id, id, course_id, module_id, author_id, title, type, content, resources, duration_minutes,
                is_published, position
            )
            select \(author.tenantID), \(id), \(place?.course), \(place?.module), \(author.userID), \(draft.title),
                \(draft.type ?? .text), \(JSON.object(content)), \(json: resources), \(draft.durationMinutes?.value),
                \(draft.isPublished ?? true), coalesce(max(position), 0) + 1
            from content.lessons
            where module_id = \(place?.module)
            """
        )
        if let place, draft.isPublished ?? true {
            try announce(LessonPublished(lessonID: id, courseID: place.course))
        }
        return id
    }
}

/// The resources of a lesson: at most 50.
struct LessonResources: Encodable {
    private let list: [LessonResource]

    init(_ list: [LessonResource]) throws(InvalidValue) {
        guard list.count <= 50 else { throw InvalidValue("must be at most 50", path: ["resources"]) }
        self.list = list
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(list)
    }
}
