package import Access
package import Endpoints
package import Values

/// Records that the caller has completed a lesson (contract section 1.3).
///
/// Only for learners of the course. Asking again changes nothing but a longer time or a better quiz score. With the
/// last published lesson the course is completed, and ``CourseCompleted`` announced, once.
package struct CompleteLesson: Endpoint {
    package static let route = Route.post(
        "/lessons/{lesson_id}/complete",
        "Records that the caller has completed a lesson."
    )
    package static let access = Access.roles(.student)
    package var lessonID: LessonID
    package var timeSpentMinutes: StudyMinutes?
    package var quizScore: Percentage?

    package struct Response: Codable, Sendable {
        package var message: String
        package var progress: Progress

        package init(message: String, progress: Progress) {
            (self.message, self.progress) = (message, progress)
        }
    }
}

/// Minutes spent on one lesson: a number from 0 to 100,000.
package struct StudyMinutes: Codable, Hashable, Sendable, SchemaDescribing {
    package let value: Double
    private static let limit = 100_000.0

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Double.self)
        guard (0...Self.limit).contains(value) else {
            throw InvalidValue("must be between 0 and 100000", at: decoder.codingPath)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package static var schema: JSON { ["type": "number", "minimum": 0, "maximum": .number(limit)] }
    package static var example: Self { Self(trusted: 12) }
    private init(trusted: Double) { value = trusted }
}
