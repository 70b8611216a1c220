import Access
import CampusTestKit
import Endpoints
import FoundationEssentials
import Values

/// Something that a request can name.
enum Noun: CaseIterable, Sendable {
    case tenant
    case subdomain
    case student
    case teacher
    case parent
    case course
    case courseCode
    case module
    case lesson
    case certificate
    case notification
    case wallet
    case hold
    case chatSession
    case apiKey
    case chatMessage
    case chatFile
}

/// A school in which there is one of everything, and every text that somebody wrote holds the same mark.
struct World: Sendable {
    let tenant: TenantID
    let mark: String
    let people: [Role: Inhabitant]
    /// What stands in a request for each noun.
    let names: [Noun: String]

    /// Somebody who is signed in.
    struct Inhabitant: Sendable {
        let id: UserID
        let client: PlatformClient
    }

    /// The roles that ask; each school has one person of each.
    static let roles: [Role] = [.student, .teacher, .parent, .admin, .superAdmin]

    /// Fills a school whose people exist: a course, its modules and lessons, a learner with a guardian who completes
    /// it, the certificate and notifications that follow, credits of which some are held, and a question to the tutor.
    static func fill(
        _ tenant: TenantID,
        subdomain: String,
        mark: String,
        people: [Role: Inhabitant]
    ) async throws -> World {
        let builder = Builder(mark: JSON.string(mark), people: people)
        let course = try await builder.course()
        let courseID = try course.id("course")
        let module = try await builder.module(in: courseID)
        let moduleID = try module.id("module")
        let lessons = [try await builder.lesson(in: moduleID), try await builder.lesson(in: moduleID)]
        let lessonIDs = try lessons.map { try $0.id("lesson") }
        try await builder.link()
        try await builder.complete(courseID, lessonIDs)
        let (certificate, notification) = try await builder.outcome()
        let (wallet, hold) = try await builder.credits(in: courseID)
        try await builder.chatflows(in: courseID)
        let (chatSession, chatMessage) = try await builder.question()
        let chatFile = try await builder.file()
        let apiKey = try await builder.key()
        var names: [Noun: String] = [
            .tenant: tenant.description, .subdomain: subdomain, .course: courseID, .courseCode: mark,
            .module: moduleID, .lesson: lessonIDs[0], .certificate: certificate, .notification: notification,
            .wallet: wallet, .hold: hold, .chatSession: chatSession,
            .chatMessage: chatMessage, .chatFile: chatFile, .apiKey: apiKey,
        ]
        for (noun, role) in [(Noun.student, Role.student), (.teacher, .teacher), (.parent, .parent)] {
            names[noun] = people[role]?.id.description
        }
        return World(tenant: tenant, mark: mark, people: people, names: names)
    }

    /// Names of the same kinds for things that are nowhere.
    static let nowhere: [Noun: String] = {
        var names: [Noun: String] = [:]
        for noun in Noun.allCases { names[noun] = CourseID().description }
        names[.subdomain] = "no-such-school"
        names[.courseCode] = "no-such-course"
        return names
    }()
}

/// Makes what is in a world through the API.
private struct Builder {
    let mark: JSON
    let people: [Role: World.Inhabitant]

    func course() async throws -> PlatformClient.Answer {
        try await post(
            "/courses",
            as: .teacher,
            ["title": mark, "description": mark, "subject": mark, "grade_level": mark, "code": mark]
        )
    }

    func module(in course: String) async throws -> PlatformClient.Answer {
        try await post("/modules", as: .teacher, ["title": mark, "description": mark, "course_id": .string(course)])
    }

    func lesson(in module: String) async throws -> PlatformClient.Answer {
        try await post(
            "/lessons",
            as: .teacher,
            ["title": mark, "type": "text", "content": ["body": mark], "module_id": .string(module)]
        )
    }

    func link() async throws {
        try await post(
            "/api/enrollment/parents/link-student",
            as: .admin,
            [
                "parent_id": .string(people[.parent]?.id.description ?? ""),
                "student_id": .string(people[.student]?.id.description ?? ""), "relationship": mark,
                "grade_level": mark,
            ]
        )
    }

    func complete(_ course: String, _ lessons: [String]) async throws {
        try await post("/courses/\(course)/enroll", as: .student)
        for lesson in lessons {
            try await post("/lessons/\(lesson)/complete", as: .student, ["time_spent_minutes": 5])
        }
    }

    /// Waits for the certificate and for the three notifications: enrolled, completed, certified.
    func outcome() async throws -> (certificate: String, notification: String) {
        guard let client = people[.student]?.client else { throw DidNotHappen(description: "there is no student") }
        let deadline = ContinuousClock.now.advanced(by: .seconds(20))
        while ContinuousClock.now < deadline {
            let certificates = try await client.get("/api/certificates").json["certificates"]?.array ?? []
            let notifications = try await client.get("/notifications").json["notifications"]?.array ?? []
            if let certificate = certificates.first?["id"]?.string, notifications.count == 3,
                let notification = notifications[0]["id"]?.string
            {
                return (certificate, notification)
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw DidNotHappen(description: "the certificate and its notification did not come within 20 s")
    }

    /// Gives the learner credits, opens the class's wallet, and sets some of the learner's aside for an hour.
    func credits(in course: String) async throws -> (wallet: String, hold: String) {
        let student = JSON.string(people[.student]?.id.description ?? "")
        let hold = CourseID().description
        try await post("/api/credits/allocate", as: .teacher, ["userId": student, "credits": 100, "notes": mark])
        guard let admin = people[.admin]?.client,
            let wallet = try await admin.put("/api/credits/wallets/classes/\(course)", [:]).json["id"]?.string
        else { throw DidNotHappen(description: "the class has no wallet") }
        try await post(
            "/api/credits/holds",
            as: .superAdmin,
            [
                "hold_id": .string(hold), "user_id": student, "amount": 1_000_000, "lease_seconds": 3600,
                "owner": "world",
            ]
        )
        return (wallet, hold)
    }

    /// Looks up what there is to ask, and opens the course's tutor.
    func chatflows(in course: String) async throws {
        try await post("/api/v1/admin/chatflows/sync", as: .admin)
        guard let teacher = people[.teacher]?.client,
            try await teacher.put("/api/v1/chat/courses/\(course)/tutor", ["system_prompt": mark]).status == 200
        else { throw DidNotHappen(description: "the course has no tutor") }
    }

    /// The learner asks the tutor; the session in which they did, and the question.
    func question() async throws -> (session: String, message: String) {
        try await post(
            "/api/v1/chat/predict/stream/store",
            as: .student,
            ["question": mark, "chatflow_id": "campus-tutor"]
        )
        let sessions = try await people[.student]?.client.get("/api/v1/chat/sessions").json["sessions"]?.array ?? []
        guard let session = sessions.first?["session_id"]?.string,
            let history = try await people[.student]?.client.get("/api/v1/chat/sessions/\(session)/history").json,
            let message = history["history"]?[0]?["id"]?.string
        else { throw DidNotHappen(description: "the question is in no session") }
        return (session, message)
    }

    /// The learner sends a picture for a question to come.
    func file() async throws -> String {
        let gif = "R0lGODlhAQABAIAAAP///wAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="
        let head = "--f\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(mark.string ?? "").gif\"\r\n\r\n"
        let body = Array(head.utf8) + Array(Data(base64Encoded: gif) ?? Data()) + Array("\r\n--f--\r\n".utf8)
        let answer = try await people[.student]?.client.send(
            "POST",
            "/api/v1/chat/upload",
            body: body,
            headers: ["Content-Type": "multipart/form-data; boundary=f"]
        )
        guard let id = answer?.json["file_id"]?.string else {
            throw DidNotHappen(description: "the picture was not taken: \(answer?.text ?? "")")
        }
        return id
    }

    /// The learner makes a key; its id.
    func key() async throws -> String {
        try await post("/api/auth/api-keys", as: .student, ["name": mark]).id("api_key")
    }

    @discardableResult
    private func post(_ path: String, as role: Role, _ body: JSON? = nil) async throws -> PlatformClient.Answer {
        guard let answer = try await people[role]?.client.post(path, body) else {
            throw DidNotHappen(description: "there is nobody who is \(role)")
        }
        guard (200..<300).contains(answer.status) else {
            throw DidNotHappen(description: "\(path) as \(role) was refused: \(answer.status) \(answer.text)")
        }
        return answer
    }
}

extension PlatformClient.Answer {
    /// The id of what was made.
    fileprivate func id(_ noun: String) throws -> String {
        guard let id = json[noun]?["id"]?.string else {
            throw DidNotHappen(description: "there is no \(noun): \(text)")
        }
        return id
    }
}
