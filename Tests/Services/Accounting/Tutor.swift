import AccountingAPI
import AccountingService
import Campus
import CampusTestKit
import Endpoints
import FoundationEssentials
import HTTPTypes
import Postgres
import Values

/// Who holds credits for a learner's answers, as the platform and from another service.
struct Tutor: Sendable {
    let learner: Person
    private let campus: TestCampus

    init(_ campus: TestCampus, credits: Int) async throws {
        self.campus = campus
        learner = try await campus.student()
        _ = try await campus.admin().allocate(credits, to: learner)
    }

    func call<E: Endpoint>(_ endpoint: E) async throws -> E.Response {
        let platform = Accounting.platform(in: learner.school.id, at: Date())
        return try await campus.campus.caller.call(endpoint, as: platform)
    }

    /// Holds so many micro-credits.
    @discardableResult
    func reserve(
        _ micro: Int,
        _ hold: HoldID = HoldID(),
        atLeast: Int? = nil,
        in course: CourseID? = nil
    ) async throws -> Reservation {
        try await call(
            ReserveCredits(
                hold,
                for: learner.id,
                in: course,
                amount: MicroCredits(micro: micro),
                atLeast: atLeast.map(MicroCredits.init(micro:)),
                leaseSeconds: LeaseSeconds(30),
                owner: Line(parsing: "chat"),
                operation: Line(parsing: "tutor-flow")
            )
        )
    }

    /// The holds that are still open, of those with what they have cost so far.
    func checkpoint(_ seen: [HoldID: Int]) async throws -> [HoldID] {
        let checkpoints = seen.map { Checkpoint($0.key, observed: MicroCredits(micro: $0.value)) }
        return try await call(CheckpointHolds(checkpoints, leaseSeconds: LeaseSeconds(30))).open
    }

    func extend(_ hold: HoldID, by micro: Int) async throws -> Reservation {
        try await call(ExtendHold(hold, more: MicroCredits(micro: micro), leaseSeconds: LeaseSeconds(30)))
    }

    func settle(_ hold: HoldID, _ micro: Int) async throws -> Settlement {
        let usage = try UsageNote(
            userID: learner.id,
            service: Line(parsing: "chat"),
            operation: Line(parsing: "tutor-flow"),
            metadata: ["success": true]
        )
        return try await call(SettleHold(hold, cost: MicroCredits(micro: micro), usage: usage))
    }

    func void(_ hold: HoldID) async throws -> Settlement { try await call(VoidHold(hold)) }

    /// How many whole credits the learner has that are free.
    func credits() async throws -> Int? {
        try await learner.get("/api/credits/total-balance").json["totalCredits"]?.integer
    }

    /// What the learner's statistics say.
    func statistics() async throws -> JSON { try await learner.get("/api/usage/stats").json }

    /// `ok`, or with what status and code something was refused.
    func outcome(_ body: () async throws -> some Any) async -> String {
        do {
            _ = try await body()
            return "ok"
        } catch let problem as Problem {
            return "\(problem.status.code) \(problem.code)"
        } catch {
            return "\(error)"
        }
    }

    /// Ends every lease, as time does, and sweeps.
    func sweep() async throws {
        let school = campus.database.tenant(learner.school.id)
        try await school.execute("update accounting.holds set lease_until = now() - interval '1 second'")
        try await Ledger.sweep(learner.school.id, in: campus.database)
    }
}

extension Person {
    /// Gives somebody credits.
    @discardableResult
    func allocate(_ credits: Int, to person: Person, days: Int = 30) async throws -> PlatformClient.Answer {
        try await post(
            "/api/credits/allocate",
            [
                "userId": .string(person.id.description), "credits": .integer(credits),
                "expiryDays": .integer(days),
            ]
        )
    }
}

extension Reservation {
    init(_ held: Int, available: Int, isReplay: Bool = false) {
        self.init(held: MicroCredits(micro: held), available: MicroCredits(micro: available), isReplay: isReplay)
    }
}

extension Settlement {
    init(_ charged: Int, wasClosed: Bool = false) {
        self.init(charged: MicroCredits(micro: charged), wasClosed: wasClosed)
    }
}
