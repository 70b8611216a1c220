import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func listAllocations(_ request: ListAllocations, _ call: Call) async throws -> ListAllocations.Response {
        struct Row: Decodable, Sendable {
            let number: Int
            let userID: String
            let amount: Int
            let free: Int
            let grantedBy: String
            let createdAt: Date
            let expiresAt: Date
            let notes: String?
            let username: String
            let email: String
        }
        let (tenant, size) = (try call.caller.tenantID, ListAllocations.pageSize)
        let offset = ((request.page?.value ?? 1) - 1) * size
        let rows: [Row] = try await call.school.all(
            """
            select g.number, p.short_id as user_id, g.amount, g.free, coalesce(by.short_id, g.granted_by) as granted_by,
                g.created_at, g.expires_at, g.notes, coalesce(p.username, p.name) as username, p.email
            from accounting.open_grants g
            join auth.public_people p on p.tenant_id = g.tenant_id and p.id = g.wallet_id
            left join auth.public_people by on by.tenant_id = g.tenant_id and by.id::text = g.granted_by
            where g.tenant_id = \(tenant)
            order by p.id, g.expires_at, g.number
            limit \(size) offset \(offset)
            """
        )
        return .init(
            allocations: rows.map { row in
                Allocation(
                    id: row.number,
                    userID: row.userID,
                    totalCredits: MicroCredits(micro: row.amount).wholeCredits,
                    remainingCredits: MicroCredits(micro: row.free).wholeCredits,
                    allocatedBy: row.grantedBy,
                    allocatedAt: row.createdAt,
                    expiresAt: row.expiresAt,
                    notes: row.notes,
                    userAccount: .init(username: row.username, email: row.email)
                )
            }
        )
    }

    func openAccount(_ request: OpenAccount, _ call: Call) async throws -> OpenAccount.Response {
        let tenant = try call.caller.tenantID
        guard request.sub.isUserID else { throw AccountingError.badSubject }
        return try await call.write { transaction in
            let holder = try transaction.holder(request.sub, in: tenant)
            guard holder.email == request.email.text else {
                let other = try transaction.holderIfAny(PersonReference(parsing: request.email.text), in: tenant)
                throw other == nil ? AccountingError.unknownUser : AccountingError.accountExists
            }
            let openedAt = try transaction.value(
                """
                insert into accounting.wallets (tenant_id, id, kind, owner_id)
                values (\(tenant), \(holder.id), 'user', \(holder.id)) on conflict (tenant_id, id) do nothing
                returning created_at
                """,
                as: Date.self
            )
            guard let openedAt else { throw AccountingError.accountExists }
            return .init(
                userID: holder.wireID,
                email: holder.email,
                username: holder.username,
                role: AccountRole(holder.role),
                createdAt: openedAt
            )
        }
    }
}

extension PersonReference {
    /// Whether it is written as ids are: 24 to 32 hexadecimal digits, or a UUID.
    fileprivate var isUserID: Bool {
        UserID(text) != nil || ((24...32).contains(text.utf8.count) && text.allSatisfy(\.isHexDigit))
    }
}
