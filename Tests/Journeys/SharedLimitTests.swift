import Endpoints
import HTTPTypes
import Postgres
import Synchronization
import TestKit
import Testing
import Values

extension Processes {
    /// Two whole campuses side by side behind some balancer, on one PostgreSQL and one Redis.
    @Suite("Two processes and a Redis", .serialized, .timeLimit(.minutes(15)))
    struct SharedLimitTests {
        @Test("A person's requests and an account's failures are counted by both processes together")
        func sharedCounts() async throws {
            try await TwinCampus.with(["ELYMICA_USER_REQUESTS_PER_MINUTE": "20"]) { campus in
                let teacher = try await campus.teacher()
                let began = ContinuousClock.now
                var passed = 0
                for number in 0..<40 where try await teacher[number % 2].get("/api/auth/me").status == 200 {
                    passed += 1
                }
                // One comes back every three seconds.
                let back = Int((ContinuousClock.now - began) / .seconds(3)) + 1
                #expect((20...(20 + back)).contains(passed))
                let refused = try await teacher[1].get("/api/auth/me")
                #expect(refused.headers[.rateLimitPolicy] == #""person";q=20;w=60"#)

                var statuses: [Int] = []
                for number in 0..<6 {
                    statuses.append(try await campus.signIn(at: number % 2, "nobody@sunrise.example.com", "Wrong-2026"))
                }
                #expect(statuses == [401, 401, 401, 401, 401, 429])
            }
        }

        @Test("Redis killed while people are at work: no request fails; when it is back it is used again")
        func redisKilled() async throws {
            try await TwinCampus.with(["ELYMICA_USER_REQUESTS_PER_MINUTE": "1000000"]) { campus in
                let teacher = try await campus.teacher()
                let work = Work()
                let answered = try await withThrowingTaskGroup(of: Int.self) { group in
                    for number in 0..<6 {
                        group.addTask {
                            var answered = 0
                            while !work.isOver.load(ordering: .relaxed) {
                                let answer = try await teacher[number % 2].get("/api/auth/me")
                                if answer.status == 200 {
                                    answered += 1
                                } else {
                                    work.failures.withLock { $0.append("\(answer.status) \(answer.text)") }
                                }
                            }
                            return answered
                        }
                    }
                    for _ in 0..<2 {
                        try await campus.eventually { try await campus.redisStates() == ["pass", "pass"] }
                        campus.redis.kill()
                        try await campus.eventually { try await campus.redisStates() == ["warn", "warn"] }
                        #expect(try await campus.signIn(at: 1, TwinCampus.email, TwinCampus.password) == 200)
                        try await campus.redis.start()
                    }
                    try await campus.eventually { try await campus.redisStates() == ["pass", "pass"] }
                    work.isOver.store(true, ordering: .relaxed)
                    return try await group.reduce(0, +)
                }
                #expect(work.failures.withLock { $0 } == [])
                #expect(answered > 100)
            }
        }

        @Test("What ends at one process is refused by the other within two seconds, also when Redis is gone")
        func revoked() async throws {
            try await TwinCampus.with(["ELYMICA_USER_REQUESTS_PER_MINUTE": "1000000"]) { campus in
                try await campus.eventually { try await campus.redisStates() == ["pass", "pass"] }
                for isThere in [true, false] {
                    if !isThere {
                        campus.redis.kill()
                        try await campus.eventually { try await campus.redisStates() == ["warn", "warn"] }
                    }
                    let teacher = try await campus.teacher()
                    for process in teacher { #expect(try await process.get("/api/auth/me").status == 200) }
                    #expect(try await teacher[0].post("/api/auth/logout", [:]).status == 200)
                    #expect(try await teacher[0].get("/api/auth/me").status == 401)
                    try await campus.eventually(within: .seconds(2)) {
                        try await teacher[1].get("/api/auth/me").status == 401
                    }
                }
            }
        }
    }
}

/// What those at work found, and whether they may stop.
private final class Work: Sendable {
    let isOver = Atomic<Bool>(false)
    let failures = Mutex<[String]>([])
}

/// Two processes that both run everything.
private struct TwinCampus {
    static let email = "wanjiku@sunrise.example.com"
    static let password = "Sunrise-2026"

    let redis: RedisServer
    private let installation: Installation
    private let visitors: [PlatformClient]

    static func with(_ settings: [String: String], _ body: (TwinCampus) async throws -> Void) async throws {
        try await RedisServer.with { redis in
            try await Installation.with { installation in
                let server = EmbeddedServer(
                    dataDirectory: "\(installation.directory)/external",
                    settings: ["fsync": "off", "logging_collector": "off"],
                    logger: .quiet
                )
                try await server.start()
                let outcome: Result<Void, any Error>
                do {
                    let (socket, user) = (try server.socketDirectory, EmbeddedServer.administratorName)
                    let environment = settings.merging([
                        "ELYMICA_DATABASE_URL": "postgresql:///elymica?host=\(socket)&user=\(user)",
                        "ELYMICA_REDIS_URL": redis.url,
                    ]) { $1 }
                    outcome = .success(try await body(open(installation, redis, environment)))
                } catch {
                    outcome = .failure(error)
                }
                await installation.stop()
                await server.stop()
                try outcome.get()
            }
        }
    }

    private static func open(
        _ installation: Installation,
        _ redis: RedisServer,
        _ environment: [String: String]
    ) async throws -> TwinCampus {
        let first = try installation.start(["up"], environment: environment)
        try await installation.ready(first)
        for command in [
            ["tenant", "create", "Sunrise Academy", "--subdomain", "sunrise-academy"],
            [
                "user", "create", email, "--school", "sunrise-academy", "--name", "Wanjikũ Kamau", "--role", "teacher",
                "--password", password,
            ],
        ] {
            let (status, output) = try await installation.run(command, environment: environment)
            try #require(status == 0, "\(output)")
        }
        let offset = try Ports.freeOffset()
        let second = try installation.start(["up"], environment: environment, portOffset: offset)
        let other = installation.visitor(portOffset: offset)
        try await installation.eventually(within: .seconds(60), "the second process was not ready") {
            try #require(second.status == nil, "\(second.output)")
            return (try? await other.get("/readyz").status) == 200
        }
        return TwinCampus(redis: redis, installation: installation, visitors: [installation.visitor, other])
    }

    /// The teacher at either process, with one token.
    func teacher() async throws -> [PlatformClient] {
        let first = try await visitors[0].signedIn(
            school: "sunrise-academy",
            email: Self.email,
            password: Self.password
        )
        var second = visitors[1]
        (second.token, second.tenantID) = (first.token, first.tenantID)
        return [first, second]
    }

    func signIn(at process: Int, _ email: String, _ password: String) async throws -> Int {
        try await visitors[process].post(
            "/api/auth/login",
            ["tenant_subdomain": "sunrise-academy", "email": .string(email), "password": .string(password)]
        ).status
    }

    /// What either process says of Redis.
    func redisStates() async throws -> [String] {
        var states: [String] = []
        for visitor in visitors {
            let answer = try await visitor.get("/readyz")
            #expect(answer.status == 200)
            let check = answer.json["checks"]?.array?.first { $0["name"] == "redis" }
            states.append(check?["status"]?.string ?? "absent")
        }
        return states
    }

    func eventually(within limit: Duration = .seconds(30), _ ask: () async throws -> Bool) async throws {
        try await installation.eventually(within: limit, "what was waited for did not happen", ask)
    }
}
