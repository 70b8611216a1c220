import Campus
import Endpoints
import Postgres
import TestKit
import Testing
import UpstreamStubs
import Upstreams
import Values

extension Processes {
    /// What `kill -9` leaves of answers that are being made, in the ledger and in the sessions.
    @Suite("Killed while it answers", .serialized, .timeLimit(.minutes(10)))
    struct KilledAnswersTests {
        private static let kills = 20

        @Test(
            "Killed twenty times while it answers: a minute later nothing is held, nobody paid for more than came"
        )
        func killed() async throws {
            try await UpstreamStub.with { stub in
                AnswerMoment.prepare(stub)
                try await Installation.with { installation in
                    let environment = ["FLOWISE_API_BASE_URL": stub.url, "ENABLE_CHATFLOW_SYNC": "false"]
                    func start() async throws -> ElymicaProcess {
                        let program = try installation.start(
                            ["up", "--demo", "--single-port"],
                            environment: environment
                        )
                        try await installation.ready(program)
                        return program
                    }
                    var program = try await start()
                    let school = try await AskingSchool(at: installation.visitor)
                    var random = SystemRandomNumberGenerator()
                    for round in 0..<Self.kills {
                        let moment = AnswerMoment.allCases[round % AnswerMoment.allCases.count]
                        try await moment.reach(stub, school, &random, installation)
                        try await program.kill()
                        program = try await start()
                    }
                    let restarted = ContinuousClock.now
                    try await installation.eventually(within: .seconds(60), "credits were held for more than a minute")
                    {
                        try await installation.ledger.openHolds == 0
                    }
                    try await Self.check(installation.ledger, stub, after: ContinuousClock.now - restarted)
                    // What was interrupted can be asked again.
                    try await installation.eventually(within: .seconds(60), "a turn is still being answered") {
                        try await installation.ledger.answeringTurns == 0
                    }
                    try await school.askOnce(AnswerMoment.quick)
                    #expect(try await program.terminate() == 0)
                }
            }
        }

        @Test("Told to stop, the program ends answers that would outlast it: they say so, and cost nothing")
        func stopped() async throws {
            try await UpstreamStub.with { stub in
                AnswerMoment.prepare(stub)
                try await Installation.with { installation in
                    let program = try installation.start(
                        ["up", "--demo", "--single-port"],
                        environment: ["FLOWISE_API_BASE_URL": stub.url, "ENABLE_CHATFLOW_SYNC": "false"]
                    )
                    try await installation.ready(program)
                    let school = try await AskingSchool(at: installation.visitor)
                    async let asked = school.answer(.begun)
                    try await installation.eventually("nothing was streamed") { stub.tally.tokens > 0 }
                    let status = try await program.terminate()
                    let answer = try await asked
                    #expect(status == 0)
                    #expect(answer.contains(#""event":"error""#) && answer.contains(#""event":"end""#), "\(answer)")
                }
                #expect(stub.tally.running == 0)
            }
        }

        private static func check(
            _ ledger: LedgerOfInstallation,
            _ stub: UpstreamStub,
            after wait: Duration
        ) async throws {
            let holds = try await ledger.holds
            let comment: Comment = "\(holds.count) holds, the last ended \(wait) after the restart"
            #expect(holds.count >= kills, comment)
            #expect(try await ledger.violations == 0, comment)
            // Where nothing was streamed, nothing was charged.
            #expect(
                holds.filter { $0.operation == AnswerMoment.asked.rawValue }.allSatisfy { $0.charged == 0 },
                comment
            )
            // A token of the stub is a word with its number: at most nine characters, so three tokens.
            let streamed = stub.tally.tokensByConversation.values.map { AnswerMoment.price(ofWords: $0) }.reduce(0, +)
            let charged = holds.map(\.charged).reduce(0, +)
            #expect(charged > 0, comment)
            #expect(charged <= streamed, comment)
            let longest = stub.tally.tokensByConversation.values.max() ?? 0
            #expect(holds.allSatisfy { $0.charged <= AnswerMoment.price(ofWords: longest) }, comment)
        }
    }
}

/// When the program is killed: which flow is asked, and what has happened then.
private enum AnswerMoment: String, CaseIterable {
    /// The credits are set aside and the upstream is asked.
    case asked
    /// The first word is there.
    case begun
    /// In the middle.
    case streaming
    /// The upstream is done; the answer is being settled, or about to be.
    case quick

    static func prepare(_ stub: UpstreamStub) {
        stub.list(
            chatflows: allCases.map { moment in
                [
                    "id": .string(moment.rawValue), "name": .string(moment.rawValue), "deployed": true,
                    "type": "CHATFLOW",
                ]
            }
        )
        stub.behave(StubBehaviour(.hangs), as: asked.rawValue)
        stub.behave(StubBehaviour(.hangsAfter(1)), as: begun.rawValue)
        stub.behave(StubBehaviour(tokens: 5_000, pace: .milliseconds(5)), as: streaming.rawValue)
        stub.behave(StubBehaviour(tokens: 30, pace: .milliseconds(2)), as: quick.rawValue)
    }

    /// What so many words of the stub cost, in micro-credits: a credit for a thousand tokens.
    static func price(ofWords count: Int) -> Int {
        TokenEstimate((0..<count).map { "word\($0) " }.joined()).tokens * 1000
    }

    /// Has four learners ask, and returns when it is time.
    func reach(
        _ stub: UpstreamStub,
        _ school: AskingSchool,
        _ random: inout SystemRandomNumberGenerator,
        _ installation: Installation
    ) async throws {
        let before = stub.tally
        school.ask(self)
        try await installation.eventually("\(self) was not reached") {
            let tally = stub.tally
            return switch self {
            case .asked: tally.running >= 4
            case .begun, .streaming: tally.tokens >= before.tokens + 4
            case .quick: tally.finished > before.finished
            }
        }
        if case .streaming = self {
            try await Task.sleep(for: .milliseconds(Int.random(in: 0...6_000, using: &random)))
        }
    }
}

/// Four learners of the demo school with credits, and flows that cost their tokens.
private struct AskingSchool {
    private let learners: [PlatformClient]

    init(at visitor: PlatformClient) async throws {
        let (school, password) = ("sunrise-academy", "Crash-Landing-2026")
        let admin = try await visitor.signedIn(
            school: school,
            email: "admin@sunrise.example.com",
            password: Demo.password
        )
        try await Self.expect(200, admin.post("/api/v1/admin/chatflows/sync", [:]))
        let price: JSON = ["input": .number(0), "output": .number(1)]
        try await Self.expect(200, admin.put("/api/credits/prices/models/counted", price))
        var learners: [PlatformClient] = []
        for number in 0..<4 {
            let email = "asker-\(number)@sunrise.example.com"
            let account: JSON = [
                "tenant_subdomain": .string(school), "email": .string(email), "name": .string("Asker \(number)"),
                "password": .string(password),
            ]
            try await Self.expect(201, visitor.post("/api/auth/register", account))
            learners.append(try await visitor.signedIn(school: school, email: email, password: password))
            for moment in AnswerMoment.allCases {
                let path = "/api/v1/admin/chatflows/\(moment.rawValue)/users"
                try await Self.expect(200, admin.post(path, ["email": .string(email)]))
            }
            let credits: JSON = ["email": .string(email), "credits": 1_000]
            try await Self.expect(201, admin.post("/api/credits/allocate-by-email", credits))
        }
        for moment in AnswerMoment.allCases {
            let path = "/api/credits/prices/chatflows/\(moment.rawValue)"
            try await Self.expect(200, admin.put(path, ["modelId": "counted"]))
        }
        self.learners = learners
    }

    private static func expect(_ status: Int, _ answer: PlatformClient.Answer) throws {
        guard answer.status == status else {
            throw Complaint("\(status) was expected: \(answer.status) \(answer.text)")
        }
    }

    /// Each of them asks; nobody waits for the answers, which the kill cuts off.
    func ask(_ moment: AnswerMoment) {
        for learner in learners {
            Task { _ = try? await learner.post(Self.path, Self.question(moment)) }
        }
    }

    /// The whole answer to one of them.
    func answer(_ moment: AnswerMoment) async throws -> String {
        try await learners[0].post(Self.path, Self.question(moment)).text
    }

    func askOnce(_ moment: AnswerMoment) async throws {
        try Self.expect(200, try await learners[0].post(Self.path, Self.question(moment)))
    }

    private static let path = "/api/v1/chat/predict/stream/store"

    private static func question(_ moment: AnswerMoment) -> JSON {
        ["question": "What is rain?", "chatflow_id": .string(moment.rawValue)]
    }
}

/// The ledger of a running program, read past its API.
private struct LedgerOfInstallation {
    struct Hold: Decodable, Sendable {
        let operation: String?
        let charged: Int
    }

    let target: ConnectionTarget

    var openHolds: Int {
        get async throws { try await count("select count(*) from accounting.holds where state = 'open'") }
    }
    var violations: Int { get async throws { try await count("select count(*) from accounting.violations") } }
    var answeringTurns: Int {
        get async throws { try await count("select count(*) from chat.turns where status = 'answering'") }
    }
    var holds: [Hold] {
        get async throws {
            try await read { try await $0.all("select operation, charged from accounting.holds") }
        }
    }

    private func count(_ query: Query) async throws -> Int { try await read { try await $0.value(query) } ?? -1 }

    private func read<R: Sendable>(_ body: (Door) async throws -> R) async throws -> R {
        let database = Database(DatabaseConfiguration(target), logger: .quiet)
        do {
            let result = try await body(database.platform(reason: "a test counts"))
            await database.shutdown()
            return result
        } catch {
            await database.shutdown()
            throw error
        }
    }
}

extension Installation {
    fileprivate var ledger: LedgerOfInstallation {
        LedgerOfInstallation(
            target: ConnectionTarget(
                socketDirectory: "\(directory)/data/socket",
                user: DatabaseRole.app,
                database: "elymica"
            )
        )
    }
}
