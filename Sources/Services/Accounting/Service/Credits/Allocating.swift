import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func allocate(_ request: AllocateCredits, _ call: Call) async throws -> GivenAllocation {
        let gift = try Gift(
            request.credits.microCredits,
            request.expiryDays,
            request.notes?.text,
            call,
            priority: request.priority
        )
        return try await call.write { transaction in
            let holder = try transaction.holder(request.userID, in: gift.tenant)
            return GivenAllocation(
                id: try transaction.give(gift, to: holder),
                userID: holder.wireID,
                credits: request.credits.value,
                expiresAt: gift.expiresAt
            )
        }
    }

    func allocate(_ request: AllocateCreditsByEmail, _ call: Call) async throws -> GivenAllocation {
        let gift = try Gift(request.credits.microCredits, request.expiryDays, request.notes?.text, call)
        return try await call.write { transaction in
            let holder = try transaction.holder(PersonReference(parsing: request.email.text), in: gift.tenant)
            return GivenAllocation(
                id: try transaction.give(gift, to: holder),
                userID: holder.wireID,
                email: holder.email,
                credits: request.credits.value,
                expiresAt: gift.expiresAt
            )
        }
    }
}

/// Credits that somebody gives, and until when.
struct Gift: Sendable {
    static let usualDays = 30

    let tenant: TenantID
    let amount: MicroCredits
    let expiresAt: Date
    let by: UserID
    let notes: String?
    let priority: Int

    init(
        _ amount: MicroCredits,
        _ days: ExpiryDays?,
        _ notes: String?,
        _ call: Call,
        priority: GrantPriority? = nil
    ) throws {
        tenant = try call.caller.tenantID
        by = try call.caller.userID
        self.amount = amount
        // To the millisecond, as it is answered and stored.
        let seconds = call.now.timeIntervalSince1970 + Double(days?.value ?? Self.usualDays) * 86_400
        expiresAt = Date(timeIntervalSince1970: (seconds * 1000).rounded() / 1000)
        self.notes = notes
        self.priority = priority?.value ?? Giving.usualPriority
    }

    /// A new grant of it.
    var grant: Giving {
        Giving(amount: amount, expiresAt: expiresAt, by: by.description, notes: notes, priority: priority)
    }
}

extension Transaction {
    /// Gives to somebody, whose wallet is opened if need be; the allocation's number.
    func give(_ gift: Gift, to holder: AccountHolder) throws -> Int {
        try openWallet(of: holder.id, in: gift.tenant)
        guard let number = try give(gift.grant, to: holder.wallet, in: gift.tenant) else { throw Problem.unavailable() }
        return number
    }
}
