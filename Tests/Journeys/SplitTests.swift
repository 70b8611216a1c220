import Endpoints
import Postgres
import TestKit
import Testing
import Values

extension Processes {
    /// The services spread over three processes behind the gateway, on a PostgreSQL that is not the program's own.
    @Suite("Split over processes", .serialized, .timeLimit(.minutes(15)))
    struct SplitTests {
        @Test("The whole journey passes over three processes and an external PostgreSQL")
        func journey() async throws {
            try await SplitCampus.with { campus in
                let verify = try await campus.installation.run(
                    ["verify", campus.visitor.baseURL, "--password", SplitCampus.password]
                )
                #expect(verify.status == 0, "\(verify.output)")
                #expect(verify.output.contains(" 0 failed"))
                for part in campus.parts { #expect(try await part.terminate() == 0) }
            }
        }

        @Test(
            "A killed process leaves its paths answered with 502 and the others alone; it is used again when it is back"
        )
        func killedPart() async throws {
            try await SplitCampus.with { campus in
                let teacher = try await campus.teacher()
                #expect(try await teacher.get("/courses").status == 200)
                try await campus.parts[1].kill()

                for path in ["/courses", "/api/enrollment/my", "/api/lms/health"] {
                    let answer = try await teacher.get(path)
                    #expect(answer.status == 502)
                    #expect(answer.json["code"] == "service_unreachable")
                    #expect(answer.json["success"] == false)
                }
                #expect(try await teacher.get("/api/auth/me").status == 200)
                #expect(try await teacher.get("/notifications").status == 200)
                #expect(try await teacher.get("/api/certificates").status == 200)
                #expect(try await campus.visitor.get("/readyz").status == 200)

                _ = try campus.start(.learning)
                try await campus.installation.eventually("courses were not answered again") {
                    try await teacher.get("/courses").status == 200
                }
            }
        }

        @Test("What happened while a process was away reaches it when it is back, once")
        func lateNews() async throws {
            try await SplitCampus.with { campus in
                let teacher = try await campus.teacher()
                try await campus.parts[2].kill()

                let course = try await teacher.post("/courses", ["title": "Robotics"]).json["course_id"]?.string
                let amina = try await campus.learner("amina@sunrise.example.com")
                #expect(try await amina.post("/courses/\(try #require(course))/enroll").status == 200)
                #expect(try await amina.get("/notifications").status == 502)

                _ = try campus.start(.messages)
                try await campus.installation.eventually("the enrolment was not told") {
                    let told = try await amina.get("/notifications")
                    return told.json["notifications"]?.array?.count == 1
                }
            }
        }
    }
}

/// Three processes and the database they share.
struct SplitCampus {
    static let password = "Sunrise-2026"

    enum Part: CaseIterable {
        case entrance, learning, messages

        var services: [String] {
            switch self {
            case .entrance: ["gateway", "auth"]
            case .learning: ["lms", "content", "enrollment"]
            case .messages: ["certificate", "notification", "sms", "accounting", "chat"]
            }
        }
    }

    let installation: Installation
    /// In the order of `Part`.
    private(set) var parts: [ElymicaProcess] = []
    private let environment: [String: String]

    var visitor: PlatformClient { installation.visitor }

    private init(_ installation: Installation, database: EmbeddedServer) throws {
        self.installation = installation
        let (socket, user) = (try database.socketDirectory, EmbeddedServer.administratorName)
        environment = ["ELYMICA_DATABASE_URL": "postgresql:///elymica?host=\(socket)&user=\(user)"]
    }

    /// Starts all parts at the same time on an empty database, opens the school, and takes everything down again.
    static func with(_ body: (SplitCampus) async throws -> Void) async throws {
        try await Installation.with { installation in
            let server = EmbeddedServer(
                dataDirectory: "\(installation.directory)/external",
                settings: ["fsync": "off", "logging_collector": "off"],
                logger: .quiet
            )
            try await server.start()
            let outcome: Result<Void, any Error>
            do {
                var campus = try SplitCampus(installation, database: server)
                campus.parts = try Part.allCases.map(campus.start)
                try await campus.open()
                outcome = .success(try await body(campus))
            } catch {
                outcome = .failure(error)
            }
            await installation.stop()
            await server.stop()
            try outcome.get()
        }
    }

    func start(_ part: Part) throws -> ElymicaProcess {
        try installation.start(["serve"] + part.services, environment: environment)
    }

    private func open() async throws {
        for part in parts {
            try await installation.eventually(within: .seconds(60), "a part was not ready") {
                try #require(part.status == nil, "\(part.output)")
                return part.output.contains("Ready:") || part.output.contains("Elymica is ready")
            }
        }
        try await installation.ready(parts[0])
        try await command("tenant", "create", "Sunrise Academy", "--subdomain", "sunrise-academy")
        try await command(
            "user",
            "create",
            "wanjiku@sunrise.example.com",
            "--school",
            "sunrise-academy",
            "--name",
            "Wanjikũ Kamau",
            "--role",
            "teacher",
            "--password",
            Self.password
        )
    }

    func command(_ arguments: String...) async throws {
        let (status, output) = try await installation.run(arguments, environment: environment)
        try #require(status == 0, "\(output)")
    }

    func teacher() async throws -> PlatformClient {
        try await visitor.signedIn(
            school: "sunrise-academy",
            email: "wanjiku@sunrise.example.com",
            password: Self.password
        )
    }

    func learner(_ email: String) async throws -> PlatformClient {
        let account: JSON = [
            "tenant_subdomain": "sunrise-academy", "email": .string(email), "name": "Amina Otieno",
            "password": .string(Self.password),
        ]
        #expect(try await visitor.post("/api/auth/register", account).status == 201)
        return try await visitor.signedIn(school: "sunrise-academy", email: email, password: Self.password)
    }
}
