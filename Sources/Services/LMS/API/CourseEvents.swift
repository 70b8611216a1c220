import Events
package import FoundationEssentials
package import Values

/// There is a new course.
package struct CourseCreated: Event {
    package static let name = "lms.course_created"
    package var courseID: CourseID
    package var courseTitle: String
    package var instructorID: UserID

    package init(courseID: CourseID, courseTitle: String, instructorID: UserID) {
        (self.courseID, self.courseTitle, self.instructorID) = (courseID, courseTitle, instructorID)
    }
}

/// A course is over.
package struct CourseArchived: Event {
    package static let name = "lms.course_archived"
    package var courseID: CourseID
    package var courseTitle: String

    package init(courseID: CourseID, courseTitle: String) {
        (self.courseID, self.courseTitle) = (courseID, courseTitle)
    }
}

/// A learner has completed a lesson for the first time.
package struct LessonCompleted: Event {
    package static let name = "lms.lesson_completed"
    package var courseID: CourseID
    package var lessonID: LessonID
    package var userID: UserID

    package init(courseID: CourseID, lessonID: LessonID, userID: UserID) {
        (self.courseID, self.lessonID, self.userID) = (courseID, lessonID, userID)
    }
}

/// A learner has completed the last lesson of a course: announced once for each learner and course, ever.
package struct CourseCompleted: Event {
    package static let name = "lms.course_completed"
    package var courseID: CourseID
    package var courseTitle: String
    package var userID: UserID
    package var completedAt: Date

    package init(courseID: CourseID, courseTitle: String, userID: UserID, completedAt: Date) {
        (self.courseID, self.courseTitle) = (courseID, courseTitle)
        (self.userID, self.completedAt) = (userID, completedAt)
    }
}
