import Events
package import Values

/// A lesson of a course became visible to its learners.
package struct LessonPublished: Event {
    package static let name = "content.lesson_published"
    package var lessonID: LessonID
    package var courseID: CourseID

    package init(lessonID: LessonID, courseID: CourseID) {
        (self.lessonID, self.courseID) = (lessonID, courseID)
    }
}
