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
    /// Micro-credits; nothing gives the hold back.
    let cost: Int
    /// What is recorded with the charge, as JSON; a hold that is given back has none.
    let usage: String?
}

extension Charge {
    /// Writes down what the hold is to end at: whoever waits for the answer need not wait for its price.
    func settleLater(_ hold: HoldID, cost: MicroCredits, usage: UsageNote?) async throws {
        let note = try usage.map { String(decoding: try JSONWriter().bytes($0), as: UTF8.self) }
        try await database.tenant(tenant).execute(
            """
            insert into chat.unsettled_holds (tenant_id, hold_id, cost, usage)
            values (\(tenant), \(hold), \(cost.micro), \(note)) on conflict (tenant_id, hold_id) do nothing
            """
        )
    }
}

extension ChatService {
    /// Tells the accounting service what it could not be told when an answer ended. Sooner than a hold's lease is over:
    /// the sweep, which knows only the last checkpoint, must not come first.
    var settling: Schedule {
        Schedule("chat.settle_holds", every: .seconds(5)) { [parts] run in
            let school = run.database.platform(reason: "tell what answers cost")
            while true {
                let holds: [UnsettledHold] = try await school.all(
                    "select tenant_id, hold_id, cost, usage from chat.unsettled_holds order by since limit 200"
                )
                for hold in holds {
                    try Task.checkCancellation()
                    guard await settle(hold, parts.caller) else { return }
                    try await school.execute(
                        """
                        delete from chat.unsettled_holds
                        where tenant_id = \(hold.tenantID) and hold_id = \(hold.holdID)
                        """
                    )
                }
                if holds.count < 200 { return }
            }
        }
    }

    /// Whether there is no more to do for it.
    private func settle(_ hold: UnsettledHold, _ caller: ServiceCaller) async -> Bool {
        let platform = Accounting.platform(in: hold.tenantID, at: Date())
        do {
            if let usage = hold.usage {
                let note = try? JSONReader().value(UsageNote.self, from: usage.utf8)
                let order = SettleHold(hold.holdID, cost: MicroCredits(micro: hold.cost), usage: note)
                _ = try await caller.call(order, as: platform, within: .seconds(2))
            } else {
                _ = try await caller.call(VoidHold(hold.holdID), as: platform, within: .seconds(2))
            }
            return true
        } catch let problem as Problem where problem.status.code < 500 {
            // It never was, or has ended.
            return true
        } catch {
            return false
        }
    }
}
