package import Values

/// A course as lists show it (contract section 1.3).
package struct Course: Codable, Sendable {
    package var id: CourseID
    /// The short name that may stand where an id does, such as `class-stem`; unique in the school.
    package var code: String
    package var title: String
    package var description: String
    /// Empty when nobody said so.
    package var subject: String
    /// Such as `Grade 8`; empty when nobody said so.
    package var gradeLevel: String
    package var status: CourseStatus
    package var instructorID: UserID
    package var instructorName: String
    package var thumbnailURL: String?
    /// How many learners may sit in it at once; absent when there is no limit.
    package var seatLimit: Int?
    /// Whether learners and their parents may enrol without an administrator.
    package var selfEnrollment: Bool
    /// Learners who sit in it or have completed it.
    package var enrollmentCount: Int
    /// Published lessons.
    package var lessonCount: Int
    /// Whether the caller is one of its learners.
    package var enrolled: Bool
    /// The caller's share of the published lessons; absent unless `enrolled`.
    package var progressPercentage: Percentage?
}

/// Where a course stands.
package enum CourseStatus: String, Codable, Sendable, CaseIterable {
    /// Its teacher prepares it; nobody else sees it.
    case draft
    /// It runs.
    case active
    /// It is over: its learners may read it, nobody completes lessons or joins.
    case archived
}
