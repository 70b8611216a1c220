package import Endpoints

/// The content service: what a course teaches, as modules and lessons in order.
///
/// A lesson stands in a module, a module in a course; a teacher may also write a lesson first and put it into a module
/// later. Who may read what follows from the course: its teacher everything, its learners and their parents what is
/// published, and never the answers of a quiz.
package enum Content {
    package static let service = ServiceIdentity(
        "content",
        port: 8026,
        purpose: "Modules and lessons of courses.",
        paths: ["/api/content", "/lessons", "/modules"],
        features: ["Modules", "Lessons", "Rich text", "Quizzes"]
    )
}
