import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import HTTPTypes
import Logging
import Postgres
import Synchronization
import Upstreams
import Values

/// The credits that one answer is paid with: set aside before it is asked for, charged once at its end
/// (docs/subsystems/credits.md, "How the tutor calls it").
final class Charge: Sendable {
    private struct State {
        var held = MicroCredits.zero
        var observed = MicroCredits.zero
        var misses = 0
        var isLost = false
    }

    let tariff: Tariff
    /// What the answer is charged under; `nil` when it is free.
    let hold: HoldID?
    let learner: UserID
    let tenant: TenantID
    let database: Database
    private let tutor: Tutor
    private let caller: ServiceCaller
    private let logger: Logger
    private let state = Mutex(State())

    static let leaseSeconds = 30
    /// So many tokens of an answer are set aside at a time, where the upstream cannot be told how many it may write.
    static let step = 500
    /// An answer shorter than this is not worth beginning.
    private static let leastTokens = 16

    init(_ tutor: Tutor, _ tariff: Tariff, for learner: Principal, _ parts: ChatParts) {
        (self.tutor, self.tariff) = (tutor, tariff)
        (caller, database, logger) = (parts.caller, parts.database, parts.logger)
        (self.learner, tenant) = (learner.userID, learner.tenantID)
        hold = tariff == .free ? nil : HoldID()
    }

    /// Whether it is a model's answer, whose length the model was told.
    var isOfModel: Bool { if case .model = tutor.target { true } else { false } }

    private var platform: Principal { Accounting.platform(in: tenant, at: Date()) }
    private var operation: Line<100>? { try? Line(parsing: String(tutor.id.prefix(100))) }

    /// Sets credits aside for an answer of at most `most` tokens to a question of `input`; how many it may have then.
    ///
    /// A model can be told how long its answer may be, so all of it is set aside at once and a small balance makes it
    /// shorter. A flow cannot, so some is set aside and more while it writes.
    func reserve(input: Int, most: Int) async throws -> Int {
        guard let hold else { return most }
        let (amount, least) = amounts(input: input, most: most)
        let reservation = try await caller.call(
            ReserveCredits(
                hold,
                for: learner,
                in: tutor.course,
                amount: amount,
                atLeast: least,
                leaseSeconds: try LeaseSeconds(Self.leaseSeconds),
                owner: try Line(parsing: "chat"),
                operation: operation
            ),
            as: platform
        )
        state.withLock { $0.held = reservation.held }
        guard case .model = tutor.target else { return most }
        return max(1, min(most, tariff.affordableTokens(reservation.held, input: input)))
    }

    private func amounts(input: Int, most: Int) -> (MicroCredits, least: MicroCredits) {
        guard case .tokens(let price) = tariff else {
            let price = tariff.cost(of: UpstreamUsage(inputTokens: 0, outputTokens: 0, isEstimated: true))
            return (price, price)
        }
        func cost(_ output: Int) -> MicroCredits { price.cost(input: .clamped(input), output: .clamped(output)) }
        var asked = most
        if case .flow = tutor.target { asked = min(most, Self.step) }
        // A price of nothing still needs a hold of something.
        let amount = max(cost(asked), MicroCredits(micro: 1))
        return (amount, min(amount, max(cost(min(asked, Self.leastTokens)), MicroCredits(micro: 1))))
    }

    /// Notes what the answer has cost so far; whether it may go on. Sets more aside when that is nearly used up.
    func goOn(_ usage: UpstreamUsage) async -> Bool {
        guard let hold else { return true }
        let cost = tariff.cost(of: usage)
        let (held, isLost) = state.withLock { state in
            state.observed = max(state.observed, cost)
            return (state.held, state.isLost)
        }
        guard !isLost else { return false }
        guard case .tokens(let price) = tariff, case .flow = tutor.target else { return true }
        // A model was told how much it may write. What it reads and writes is an estimate until it reports.
        let margin = price.cost(input: .clamped(0), output: .clamped(Self.step / 5))
        guard cost.micro + margin.micro > held.micro else { return true }
        let more = price.cost(input: .clamped(0), output: .clamped(Self.step))
        guard more > .zero, let lease = try? LeaseSeconds(Self.leaseSeconds) else { return true }
        do {
            let order = ExtendHold(hold, more: more, atLeast: MicroCredits(micro: 1), leaseSeconds: lease)
            let reservation = try await caller.call(order, as: platform)
            state.withLock { $0.held = reservation.held }
            return true
        } catch {
            return cost <= held
        }
    }

    /// What is told of it every other second, while it is open.
    var checkpoint: Checkpoint? {
        hold.map { hold in Checkpoint(hold, observed: state.withLock(\.observed)) }
    }

    /// Whether the hold is still there; after two misses it is not, and its answer ends.
    func saw(isOpen: Bool) -> Bool {
        state.withLock { state in
            state.misses = isOpen ? 0 : state.misses + 1
            if state.misses >= 2 { state.isLost = true }
            return !state.isLost
        }
    }

    /// Whether the hold ended before its answer did.
    var isLost: Bool { state.withLock(\.isLost) }

    /// Charges what the answer took; what was charged.
    func settle(_ usage: UpstreamUsage, _ outcome: String) async -> MicroCredits {
        guard let hold else { return .zero }
        let note = operation.flatMap { operation in
            (try? Line<50>(parsing: "chat")).map { service in
                UsageNote(
                    userID: learner,
                    service: service,
                    operation: operation,
                    metadata: [
                        "success": .bool(outcome == "answered"), "outcome": .string(outcome),
                        "input_tokens": .integer(usage.inputTokens), "output_tokens": .integer(usage.outputTokens),
                        "tokens_estimated": .bool(usage.isEstimated),
                    ]
                )
            }
        }
        let cost = tariff.cost(of: usage)
        return await finish(SettleHold(hold, cost: cost, usage: note)) {
            try await self.settleLater(hold, cost: cost, usage: note)
            return cost
        }
    }

    /// Gives everything back.
    func void() async {
        guard let hold else { return }
        _ = await finish(VoidHold(hold)) {
            try await self.settleLater(hold, cost: nil, usage: nil)
            return .zero
        }
    }

    /// Ends the hold: at once, or later when nobody answers for a second. When neither can be had for a while, it is
    /// left to the sweep, which charges the last checkpoint.
    private func finish<E: Endpoint>(
        _ order: E,
        later: () async throws -> MicroCredits
    ) async -> MicroCredits where E.Response == Settlement {
        let began = ContinuousClock.now
        var pause = Duration.milliseconds(50)
        for _ in 0..<8 {
            do {
                return try await caller.call(order, as: platform, within: .seconds(2)).charged
            } catch let problem as Problem where problem.status.code < 500 {
                return .zero
            } catch {
                if began.duration(to: .now) > .seconds(1), let charged = try? await later() { return charged }
                try? await Task.sleep(for: pause)
                pause *= 2
            }
        }
        logger.error("an answer was not settled; the sweep charges its last checkpoint")
        return state.withLock(\.observed)
    }
}
