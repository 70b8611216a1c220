import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func listJournal(_ request: ListJournal, _ call: Call) async throws -> ListJournal.Response {
        struct Row: Decodable {
            let id: Int
            let at: Date
            let walletID: WalletID
            let userID: String?
            let kind: JournalEntry.Kind
            let amount: Int
            let allocation: Int
            let ref: UUID
            let actor: String?
            let notes: String?
        }
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            let holder = try request.userID.map { try transaction.holder($0, in: tenant).wallet }
            let rows = try transaction.all(
                """
                select e.id, e.at, e.wallet_id, coalesce(p.short_id, spender.short_id) as user_id, e.kind,
                    e.amount, g.number as allocation, e.ref,
                    coalesce(by.short_id, e.actor) as actor, e.notes
                from accounting.entries e
                join accounting.grants g on g.tenant_id = e.tenant_id and g.id = e.grant_id
                left join auth.public_people p on p.tenant_id = e.tenant_id and p.id = e.wallet_id
                left join accounting.holds hold on hold.tenant_id = e.tenant_id and hold.id = e.ref
                    and e.kind = 'usage'
                left join auth.public_people spender on spender.tenant_id = hold.tenant_id
                    and spender.id = hold.user_id
                left join auth.public_people by on by.tenant_id = e.tenant_id and by.id::text = e.actor
                where e.tenant_id = \(tenant) and e.wallet_id = coalesce(\(holder ?? request.walletID), e.wallet_id)
                    and e.id < \(request.before ?? Int.max)
                order by e.id desc
                limit \(ListJournal.pageSize)
                """,
                as: Row.self
            )
            return .init(
                entries: rows.map { row in
                    JournalEntry(
                        id: row.id,
                        at: row.at,
                        walletID: row.walletID,
                        userID: row.userID,
                        kind: row.kind,
                        microCredits: row.amount,
                        allocationID: row.allocation,
                        reference: row.ref,
                        by: row.actor,
                        notes: row.notes
                    )
                }
            )
        }
    }
}
