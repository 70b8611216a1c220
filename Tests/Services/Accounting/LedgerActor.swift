import AccountingAPI
import AccountingService
import Endpoints
import Foundation
import HTTPTypes
import Postgres
import Values

/// Somebody who gives, holds, extends, settles, twice and too much, as a seed decides.
struct LedgerActor: Sendable {
    let school: LedgerSchool
    let ledger: Ledger
    let database: Database
    var random: SeededRandom
    private var open: [HoldID] = []
    private var ended: [HoldID] = []
    private var known = Acknowledged()

    init(school: LedgerSchool, ledger: Ledger, database: Database, random: SeededRandom) {
        (self.school, self.ledger, self.database, self.random) = (school, ledger, database, random)
    }

    mutating func act(_ count: Int) async throws -> Acknowledged {
        for _ in 0..<count {
            do {
                try await step()
            } catch let error as PostgresError where error.code != .deadlock {
                guard error.isTransient || error.code == .outcomeUnknown else { throw error }
                known.interruptions += 1
            } catch let problem as Problem where problem.status == .serviceUnavailable {
                known.interruptions += 1
            }
        }
        return known
    }

    private mutating func step() async throws {
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<12: try await give()
        case 12..<15: try await rush()
        case 15..<45: try await reserve()
        case 45..<65: try await settle(open)
        case 65..<72: try await end(with: .void)
        case 72..<78: try await extend()
        case 78..<84: try await checkpoint()
        case 84..<88: try await settle(ended)
        case 88..<93: try await charge()
        case 93..<97: try await remove()
        default: try await Ledger.sweep(school.tenant, in: database)
        }
    }

    private mutating func amount(_ most: Int = 90_000) -> MicroCredits {
        MicroCredits(micro: Int.random(in: 1...most, using: &random))
    }

    private mutating func wallet() -> WalletID { school.wallets[Int.random(in: 0..<6, using: &random)] }

    /// Half of what is given ends before the test does.
    private mutating func give() async throws {
        let id = GrantID()
        let isBrief = Bool.random(using: &random)
        let number = try await school.give(
            amount(250_000).micro,
            to: school.payers[Int.random(in: 0..<3, using: &random)],
            until: Date().addingTimeInterval(isBrief ? .random(in: 0.005...0.5, using: &random) : 3600),
            id: id,
            in: database
        )
        if number != nil { known.grants.insert(id) }
    }

    private mutating func reserve() async throws {
        let hold = HoldID()
        let amount = amount()
        let order = Ledger.Reserving(
            hold: hold,
            amount: amount,
            least: Bool.random(using: &random) ? amount : MicroCredits(micro: 1),
            leaseSeconds: Int.random(in: 0...3, using: &random),
            owner: "test"
        )
        let verdict = try await ledger.reserve(order, of: wallet(), in: school.tenant)
        guard verdict.verdict == .held || verdict.verdict == .replayed else { return }
        known.held.insert(hold)
        open.append(hold)
    }

    /// Many orders on one wallet in one batch, one of them twice.
    private mutating func rush() async throws {
        let wallet = school.people[Int.random(in: 0..<2, using: &random)]
        var orders: [HoldOrder] = (0..<24).map { _ in
            let amount = amount(5000)
            let order = Ledger.Reserving(hold: HoldID(), amount: amount, least: amount, leaseSeconds: 2, owner: "test")
            return HoldOrder(hold: order.hold, action: .reserve(order, of: wallet))
        }
        for hold in open.suffix(12) { orders.append(.init(hold: hold, action: .settle(cost: amount(5000), nil))) }
        if Bool.random(using: &random) { orders.append(orders[Int.random(in: 0..<orders.count, using: &random)]) }
        orders.shuffle(using: &random)
        let verdicts = try await HoldBatch.carryOut(orders, in: school.tenant, database)
        for (order, verdict) in zip(orders, verdicts) {
            guard case .reserve = order.action else {
                try end(order.hold, with: verdict)
                continue
            }
            guard verdict.verdict == .held || verdict.verdict == .replayed else { continue }
            if known.held.insert(order.hold).inserted { open.append(order.hold) }
        }
    }

    private mutating func settle(_ holds: [HoldID]) async throws {
        // Every fourth costs more than it holds.
        let cost = amount(Int.random(in: 0..<4, using: &random) == 0 ? 300_000 : 60_000)
        guard let hold = holds.randomElement(using: &random) else { return }
        try await end(hold, with: .settle(cost: cost, nil))
    }

    private mutating func end(with action: HoldOrder.Action) async throws {
        guard let hold = open.randomElement(using: &random) else { return }
        try await end(hold, with: action)
    }

    private mutating func end(_ hold: HoldID, with action: HoldOrder.Action) async throws {
        try end(hold, with: await ledger.carryOut(action, on: hold, in: school.tenant))
    }

    private mutating func end(_ hold: HoldID, with verdict: HoldVerdict) throws {
        open.removeAll { $0 == hold }
        if !ended.contains(hold) { ended.append(hold) }
        // Whoever ended it, and however often it is asked for: one charge.
        if known.charges[hold] == nil { known.charges[hold] = verdict.credits }
        if known.charges[hold] != verdict.credits { throw ChargedAnew(hold: hold) }
    }

    private struct ChargedAnew: Error { let hold: HoldID }

    private mutating func extend() async throws {
        guard let hold = open.randomElement(using: &random) else { return }
        let more = amount()
        _ = try await ledger.carryOut(
            .extend(more: more, least: MicroCredits(micro: 1), lease: 2),
            on: hold,
            in: school.tenant
        )
    }

    private mutating func checkpoint() async throws {
        let seen = open.shuffled(using: &random).prefix(8).map { Checkpoint($0, observed: amount(50_000)) }
        _ = try await ledger.checkpoint(seen, leaseSeconds: 2, in: school.tenant)
    }

    private mutating func charge() async throws {
        let hold = HoldID()
        let amount = amount()
        let verdict = try await ledger.carryOut(
            .charge(wallet: wallet(), amount: amount, owner: "test"),
            on: hold,
            in: school.tenant
        )
        guard verdict.verdict == .settled else { return }
        known.charges[hold] = verdict.credits
        if verdict.credits != amount.micro { throw ChargedAnew(hold: hold) }
    }

    private mutating func remove() async throws {
        let (tenant, wallet, amount) = (school.tenant, school.payers[Int.random(in: 0..<3, using: &random)], amount())
        _ = try await database.tenant(tenant) { transaction in
            try transaction.remove(amount, from: wallet, by: "test", notes: nil, in: tenant)
        }
    }
}
