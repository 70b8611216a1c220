package import Access
package import Endpoints
package import Values

/// A course with its syllabus and the learner's progress (contract section 1.3).
///
/// Learners and parents see published lessons, the course's teacher and administrators all of them. `student_id` lets a
/// parent see the course as a linked child does.
package struct GetCourse: Endpoint {
    package static let route = Route.get(
        "/courses/{course_id}",
        "A course with its syllabus and the learner's progress.",
        aliases: ["/api/lms/courses/{course_id}"]
    )
    package static let access = Access.signedIn
    package var courseID: CourseReference
    package var studentID: UserID?

    package struct Response: Codable, Sendable {
        package var course: CourseDetail

        package init(course: CourseDetail) { self.course = course }
    }
}

/// A course with its parts: everything ``Course`` has, and the syllabus.
package struct CourseDetail: Codable, Sendable {
    package var course: Course
    /// Modules in order.
    package var syllabus: [SyllabusModule]
    package var progress: Progress
    /// What has to be completed first.
    package var prerequisites: [Prerequisite]

    package init(
        course: Course,
        syllabus: [SyllabusModule],
        progress: Progress,
        prerequisites: [Prerequisite]
    ) {
        (self.course, self.syllabus) = (course, syllabus)
        (self.progress, self.prerequisites) = (progress, prerequisites)
    }

    private enum CodingKeys: CodingKey {
        case syllabus
        case progress
        case prerequisites
    }

    /// The course's members stand beside the others, not in an object of their own.
    package init(from decoder: any Decoder) throws {
        course = try Course(from: decoder)
        let members = try decoder.container(keyedBy: CodingKeys.self)
        syllabus = try members.decode([SyllabusModule].self, forKey: .syllabus)
        progress = try members.decode(Progress.self, forKey: .progress)
        prerequisites = try members.decode([Prerequisite].self, forKey: .prerequisites)
    }

    package func encode(to encoder: any Encoder) throws {
        try course.encode(to: encoder)
        var members = encoder.container(keyedBy: CodingKeys.self)
        try members.encode(syllabus, forKey: .syllabus)
        try members.encode(progress, forKey: .progress)
        try members.encode(prerequisites, forKey: .prerequisites)
    }
}

/// A module of a course and its lessons in order.
package struct SyllabusModule: Codable, Sendable {
    package var id: ModuleID
    package var title: String
    package var description: String
    package var lessons: [SyllabusLesson]

    package init(id: ModuleID, title: String, description: String, lessons: [SyllabusLesson]) {
        (self.id, self.title, self.description, self.lessons) = (id, title, description, lessons)
    }
}

/// A lesson as a syllabus shows it.
package struct SyllabusLesson: Codable, Sendable {
    package var id: LessonID
    package var title: String
    /// `video`, `text`, `quiz` or `interactive`.
    package var type: String
    package var durationMinutes: Int?
    /// Whether the learner has completed it.
    package var completed: Bool
    package var isPublished: Bool

    package init(
        id: LessonID,
        title: String,
        type: String,
        durationMinutes: Int?,
        completed: Bool,
        isPublished: Bool
    ) {
        (self.id, self.title, self.type) = (id, title, type)
        (self.durationMinutes, self.completed, self.isPublished) = (durationMinutes, completed, isPublished)
    }
}

/// A course that has to be completed before another.
package struct Prerequisite: Codable, Sendable {
    package var id: CourseID
    package var title: String
    /// Whether the learner has completed it.
    package var completed: Bool
}
