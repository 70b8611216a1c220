import Access
import ChatAPI
import Postgres
import Upstreams
import Values

/// Whom a question goes to, as whoever asks may ask it.
struct Tutor: Sendable {
    /// What clients call it: the chatflow's id.
    let id: String
    let name: String
    let target: Target
    /// The course whose tutor it is: its lessons are looked into, and its class pays.
    var course: CourseID?
    /// What the course's teacher tells a model before the conversation; empty for nothing.
    var instructions = ""
    /// The most tokens of an answer, where the teacher says so.
    var answerTokens: Int?
    /// The most questions of one learner in a day, where the teacher says so.
    var dailyQuestions: Int?

    /// Who answers.
    enum Target: Hashable, Sendable {
        /// The lessons themselves.
        case lessons
        case flow(FlowiseFlow)
        case model(String)
    }
}
