import AccountingAPI
import Endpoints
import Events
import FoundationEssentials
import HTTPTypes
import Postgres
import Values

/// What a hold is to end at, written down while the accounting service is away. Telling it twice charges once.
struct UnsettledHold: Decodable, Sendable {
    let tenantID: TenantID
    let holdID: HoldID
    let since: Date
    /// Micro-credits; `nil` gives the hold back.
    let cost: Int?
    /// What is recorded with the charge, as JSON.
    let usage: String?

    /// What became of it.
    enum Outcome {
        case ended
        /// Nobody is there who could be told.
        case away
        /// Somebody was, and it did not work.
        case failed
    }
}

extension Charge {
    /// Writes down what the hold is to end at: whoever waits for the answer need not wait for its price.
    func settleLater(_ hold: HoldID, cost: MicroCredits?, usage: UsageNote?) async throws {
        let note = try usage.map { String(decoding: try JSONWriter().bytes($0), as: UTF8.self) }
        try await database.tenant(tenant).execute(
            """
            insert into chat.unsettled_holds (tenant_id, hold_id, cost, usage)
            values (\(tenant), \(hold), \(cost?.micro), \(note)) on conflict (tenant_id, hold_id) do nothing
            """
        )
    }
}

extension ChatService {
    /// Tells the accounting service what it could not be told when an answer ended. Sooner than a hold's lease is over:
    /// the sweep, which knows only the last checkpoint, must not come first.
    ///
    /// One that the service cannot take keeps no other waiting.
    var settling: Schedule {
        Schedule("chat.settle_holds", every: .seconds(5)) { [parts] run in
            let school = run.database.platform(reason: "tell what answers cost")
            var (last, failures) = ((since: Date(timeIntervalSince1970: 0), hold: HoldID.absent), 0)
            while true {
                let holds: [UnsettledHold] = try await school.all(
                    """
                    select tenant_id, hold_id, since, cost, usage from chat.unsettled_holds
                    where (since, hold_id) > (\(last.since), \(last.hold)) order by since, hold_id limit 200
                    """
                )
                for hold in holds {
                    try Task.checkCancellation()
                    switch await settle(hold, parts.caller) {
                    case .ended:
                        try await school.execute(
                            """
                            delete from chat.unsettled_holds
                            where tenant_id = \(hold.tenantID) and hold_id = \(hold.holdID)
                            """
                        )
                    case .away: return
                    case .failed: failures += 1
                    }
                }
                guard let end = holds.last, holds.count == 200 else { break }
                last = (end.since, end.holdID)
            }
            if failures > 0 { throw HoldsUnsettled(count: failures) }
        }
    }

    /// Holds that the accounting service is there for and does not end.
    private struct HoldsUnsettled: Error {
        let count: Int
    }

    private func settle(_ hold: UnsettledHold, _ caller: ServiceCaller) async -> UnsettledHold.Outcome {
        let platform = Accounting.platform(in: hold.tenantID, at: Date())
        do {
            if let cost = hold.cost {
                let note = hold.usage.flatMap { try? JSONReader().value(UsageNote.self, from: $0.utf8) }
                let order = SettleHold(hold.holdID, cost: MicroCredits(micro: cost), usage: note)
                _ = try await caller.call(order, as: platform, within: .seconds(2))
            } else {
                _ = try await caller.call(VoidHold(hold.holdID), as: platform, within: .seconds(2))
            }
            return .ended
        } catch let problem as Problem where problem.status == .notFound {
            // It never was.
            return .ended
        } catch let problem as Problem where [502, 503, 504].contains(problem.status.code) {
            return .away
        } catch {
            return .failed
        }
    }
}
