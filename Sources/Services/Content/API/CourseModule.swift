package import Values

/// A part of a course (contract section 1.4).
package struct CourseModule: Codable, Sendable {
    package var id: ModuleID
    package var courseID: CourseID
    package var title: String
    package var description: String
    /// Where it stands in its course, from 1; numbers may be missing.
    package var position: Int
}

/// A module as the list of a course shows it.
package struct ModuleSummary: Codable, Sendable {
    package var id: ModuleID
    package var courseID: CourseID
    package var title: String
    package var description: String
    package var position: Int
    /// The lessons that the caller sees.
    package var lessonCount: Int
    /// Of them, those the learner has completed.
    package var completedLessons: Int
    /// Whether there are lessons and all are completed.
    package var completed: Bool
}
