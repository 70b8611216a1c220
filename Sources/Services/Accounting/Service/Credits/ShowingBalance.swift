import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func showBalance(_ request: GetBalance, _ call: Call) async throws -> Balance {
        let caller = try call.caller
        return try await call.read { transaction in
            try transaction.balance(of: WalletID(caller.userID.uuid), in: caller.tenantID)
        }
    }

    func showBalance(_ request: GetBalanceOf, _ call: Call) async throws -> Balance {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            try transaction.balance(of: transaction.holder(request.userID, in: tenant).wallet, in: tenant)
        }
    }

    func showTotal(_ request: GetTotalBalance, _ call: Call) async throws -> GetTotalBalance.Response {
        .init(totalCredits: try await Self.total(call).wholeCredits)
    }

    func check(_ request: CheckCredits, _ call: Call) async throws -> CheckCredits.Response {
        .init(credits: try await Self.total(call).wholeCredits, required: request.requiredCredits.value)
    }

    /// What the caller can spend: one statement, one round trip.
    private static func total(_ call: Call) async throws -> MicroCredits {
        let caller = try call.caller
        let free: Int? = try await call.school.value(
            """
            select coalesce(sum(free), 0)::bigint from accounting.open_grants
            where tenant_id = \(caller.tenantID) and wallet_id = \(caller.userID) and expires_at > now()
            """
        )
        return MicroCredits(micro: free ?? 0)
    }
}

extension Transaction {
    /// A wallet's grants with what of them is free.
    fileprivate func balance(of wallet: WalletID, in tenant: TenantID) throws -> Balance {
        struct Row: Decodable {
            let number: Int
            let free: Int
            let expiresAt: Date
            let createdAt: Date
        }
        let rows = try all(
            """
            select number, free, expires_at, created_at from accounting.open_grants
            where tenant_id = \(tenant) and wallet_id = \(wallet) and expires_at > now() and free > 0
            order by expires_at, number
            """,
            as: Row.self
        )
        return Balance(
            totalCredits: MicroCredits(micro: rows.map(\.free).reduce(0, +)).wholeCredits,
            activeAllocations: rows.map { row in
                ActiveAllocation(
                    id: row.number,
                    credits: MicroCredits(micro: row.free).wholeCredits,
                    expiresAt: row.expiresAt,
                    allocatedAt: row.createdAt
                )
            }
        )
    }
}
