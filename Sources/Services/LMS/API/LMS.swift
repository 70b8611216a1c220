package import Endpoints

/// The learning service: the school's courses, and how far each learner is in them.
///
/// A course has modules and lessons; those belong to the content service, and who sits in it to the enrolment service.
/// This service knows what a course is, records each lesson a learner completes, and announces when the last one is.
package enum LMS {
    package static let service = ServiceIdentity(
        "lms",
        port: 8027,
        purpose: "Courses and the progress of learners.",
        paths: ["/api/lms", "/courses", "/lessons/{lesson_id}/complete"],
        features: ["Courses", "Prerequisites", "Progress", "Classes of a teacher"]
    )
}
