package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// How a course's tutor is set up: for the course's teacher and administrators.
///
/// A course has a tutor when its teacher has opened one. Then it is a chatflow of its own, `course-<id of the course>`,
/// for everybody who is in the course, its teacher and administrators.
package struct GetCourseTutor: Endpoint {
    package static let route = Route.get(
        "/api/v1/chat/courses/{course_id}/tutor",
        "How a course's tutor is set up.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = CourseTutor
    package var courseID: CourseReference
}

/// Sets a course's tutor up, as a whole: what is left out is as if it had never been said.
package struct PutCourseTutor: Endpoint {
    package static let route = Route.put(
        "/api/v1/chat/courses/{course_id}/tutor",
        "Sets a course's tutor up.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = CourseTutor
    package var courseID: CourseReference
    /// Who answers: a chatflow or model that is assigned to the caller, for administrators any of the school. Left out,
    /// or `campus-tutor`: the lessons of the course.
    package var chatflowID: ChatflowID?
    /// What a model is told before every conversation.
    package var systemPrompt: Paragraphs<8000>?
    /// The most tokens of an answer.
    package var answerTokens: Bounded<16, 32_000>?
    /// The most questions of one learner in a day.
    package var dailyQuestions: Bounded<1, 10_000>?
    /// `true` when left out.
    package var isOpen: Bool?
}

/// Takes a course's tutor away.
package struct DeleteCourseTutor: Endpoint {
    package static let route = Route.delete(
        "/api/v1/chat/courses/{course_id}/tutor",
        "Takes a course's tutor away.",
        dialect: .chatProxy
    )
    package static let access = Access.roles(.teacher, .admin)
    package typealias Response = Acknowledged
    package var courseID: CourseReference
}

/// A course's tutor as its teacher sees it.
package struct CourseTutor: Codable, Sendable {
    package var courseID: CourseID
    /// What learners ask it by: `course-<id of the course>`.
    package var id: String
    /// The course's title.
    package var name: String
    /// Who answers: `campus-tutor` where that is the lessons.
    package var chatflowID: String
    package var systemPrompt: String
    @OrNull package var answerTokens: Int?
    @OrNull package var dailyQuestions: Int?
    package var isOpen: Bool
    /// Whether learners can ask it: it is open, and who answers still may.
    package var isAvailable: Bool
    /// `null` of a course that has none yet.
    @OrNull package var updatedAt: Date?

    // tidy: allow parameter-count — what a teacher chooses, given once
    package init(
        of courseID: CourseID,
        titled name: String,
        chatflowID: String,
        systemPrompt: String,
        answerTokens: Int?,
        dailyQuestions: Int?,
        isOpen: Bool,
        isAvailable: Bool,
        updatedAt: Date?
    ) {
        (self.courseID, self.name, self.chatflowID) = (courseID, name, chatflowID)
        id = "course-\(courseID)"
        (self.systemPrompt, self.answerTokens, self.dailyQuestions) = (systemPrompt, answerTokens, dailyQuestions)
        (self.isOpen, self.isAvailable, self.updatedAt) = (isOpen, isAvailable, updatedAt)
    }
}
