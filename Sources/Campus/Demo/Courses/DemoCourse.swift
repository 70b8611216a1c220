/// A course that a demo school opens with.
package struct DemoCourse: Sendable {
    /// The short name that portals use where another course has its id, such as `class-stem`.
    package let code: String
    package let title: String
    package let description: String
    package let subject: String
    package let gradeLevel: String
    /// How many learners may be enrolled at once; `nil` means no limit.
    package let seatLimit: Int?
    package let modules: [DemoModule]
}

/// A part of a demo course: lessons on one theme, in the order they are taken.
package struct DemoModule: Sendable {
    package let title: String
    package let description: String
    package let lessons: [DemoLesson]
}

/// One sitting's worth of a demo course.
package struct DemoLesson: Sendable {
    package let title: String
    package var kind = DemoLessonKind.text
    package let durationMinutes: Int
    /// HTML made only of headings, paragraphs, lists, tables, quotations, code and emphasis; for a quiz, what to do.
    package let body: String
    /// What a quiz asks, in order; empty for every other kind.
    package var questions: [DemoQuestion] = []
    /// Where a video lesson plays from, an absolute `https` URL; `nil` for every other kind.
    package var videoURL: String?
}

/// How a lesson is taken, spelled as the portals spell it.
package enum DemoLessonKind: String, Sendable {
    case text, video, quiz, interactive
}

/// A quiz question with exactly one right answer.
package struct DemoQuestion: Sendable {
    package let prompt: String
    package let options: [String]
    /// The position of the right answer in `options`, counted from zero.
    package let correctIndex: Int
    /// Why the right answer is right, shown after answering.
    package let explanation: String
}
