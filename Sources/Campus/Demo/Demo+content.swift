import Access
import AuthAPI
import AuthService
import ContentAPI
import Endpoints
import EnrollmentAPI
import FoundationEssentials
import LMSAPI
import Values

extension Demo {
    // tidy: allow parameter-count — reads as a line of the demo's list of people
    /// Adds somebody with the demo's password.
    @discardableResult
    func person(
        _ school: Tenant,
        _ name: String,
        _ email: String,
        _ role: Role,
        _ username: String,
        phone: String? = nil
    ) async throws -> Principal {
        var person = NewUser(email: try Email(parsing: email), name: try Line(parsing: name), role: role)
        person.username = try Username(parsing: username)
        person.phoneNumber = try phone.map { try PhoneNumber(parsing: $0) }
        let user = try await campus.administration.ensureUser(person, password: Password(Self.password), in: school.id)
        let identity = Identity(userID: user.id, tenantID: school.id, role: role, sessionID: SessionID(), name: name)
        return Principal(identity, issuedAt: Date(), expiresAt: Date().addingTimeInterval(900))
    }

    /// Adds a course with its modules and lessons, through the services' own endpoints; `nil` when it is there already.
    func add(_ course: DemoCourse, taughtBy teacher: Principal) async throws -> CourseID {
        let caller = campus.caller
        if let existing = try await caller.call(ListCourses(search: try SearchText(parsing: course.title)), as: teacher)
            .courses.first
        {
            return existing.id
        }
        var create = CreateCourse(
            title: try Line(parsing: course.title),
            description: try Paragraphs(parsing: course.description),
            subject: try Paragraphs(parsing: course.subject),
            gradeLevel: try Paragraphs(parsing: course.gradeLevel),
            code: try CourseCode(parsing: course.code)
        )
        create.seatLimit = try course.seatLimit.map { try Bounded($0) }
        let id = try await caller.call(create, as: teacher).courseID
        for module in course.modules {
            let create = CreateModule(
                title: try Line(parsing: module.title),
                description: try Paragraphs(parsing: module.description),
                courseID: CourseReference(id),
                lessons: try module.lessons.map(draft)
            )
            _ = try await caller.call(create, as: teacher)
        }
        return id
    }

    private func draft(_ lesson: DemoLesson) throws -> LessonDraft {
        var content = JSONObject()
        content["body"] = .string(lesson.body)
        content["video_url"] = lesson.videoURL.map(JSON.string)
        if !lesson.questions.isEmpty {
            content["questions"] = .array(
                lesson.questions.map { question in
                    [
                        "prompt": .string(question.prompt), "options": .array(question.options.map(JSON.string)),
                        "correct_index": .integer(question.correctIndex), "explanation": .string(question.explanation),
                    ]
                }
            )
        }
        return LessonDraft(
            title: try Line(parsing: lesson.title),
            type: LessonType(rawValue: lesson.kind.rawValue),
            content: LessonDocument(content),
            durationMinutes: try Bounded(lesson.durationMinutes)
        )
    }

    /// Enrols a learner and links the guardian, as the school's administrator would.
    func enroll(_ learner: Principal, in course: CourseID, guardian: Principal, by admin: Principal) async throws {
        _ = try await campus.caller.call(
            LinkStudent(
                parentID: guardian.userID,
                studentID: learner.userID,
                relationship: try Line(parsing: "daughter"),
                gradeLevel: try Line(parsing: "Grade 8")
            ),
            as: admin
        )
        _ = try await campus.caller.call(EnrollInCourse(courseID: CourseReference(course)), as: learner)
    }
}
