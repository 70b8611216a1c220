package import AccountingAPI
import FoundationEssentials
import Values

/// What is to become of one hold. Orders of one school travel together in a batch.
package struct HoldOrder: Sendable {
    package enum Action: Sendable {
        /// Hold up to `amount`, at least `least`.
        case reserve(Ledger.Reserving, of: WalletID)
        case extend(more: MicroCredits, least: MicroCredits, lease: Int)
        case settle(cost: MicroCredits, UsageNote?)
        case void
        /// Take that amount at once, or nothing.
        case charge(wallet: WalletID, amount: MicroCredits, owner: String)
    }

    package let hold: HoldID
    package let action: Action

    package init(hold: HoldID, action: Action) { (self.hold, self.action) = (hold, action) }
}

/// What became of an order.
package struct HoldVerdict: Decodable, Sendable, Equatable {
    package enum Outcome: String, Decodable, Sendable {
        case held, replayed, extended, settled, void
        case insufficient
        case overLimit = "over_limit"
        case noWallet = "no_wallet"
        /// It had ended before.
        case closed
        /// There never was such a hold.
        case unknown
    }

    package let verdict: Outcome
    /// What is held, or what was charged.
    package let credits: Int
    /// What could be held besides.
    package let free: Int

    package init(_ verdict: Outcome, credits: Int, free: Int) {
        (self.verdict, self.credits, self.free) = (verdict, credits, free)
    }
}

/// Orders as the columns that `accounting.carry_out` takes.
struct HoldColumns: Sendable {
    var actions: [String] = []
    var holds: [HoldID] = []
    var wallets: [WalletID] = []
    var amounts: [Int] = []
    var least: [Int] = []
    var leases: [Double] = []
    var owners: [String] = []
    /// Whom holds are for; nobody is `absent`, as is the wallet of an order that has it from its hold.
    var users: [UserID] = []
    var operations: [String] = []

    init(_ orders: [HoldOrder]) {
        for order in orders {
            holds.append(order.hold)
            switch order.action {
            case .reserve(let order, let wallet):
                append(
                    "reserve",
                    order.amount,
                    order.least,
                    wallet: wallet,
                    lease: order.leaseSeconds,
                    owner: order.owner,
                    user: order.user,
                    operation: order.operation
                )
            case .extend(let more, let least, let lease): append("extend", more, least, lease: lease)
            case .settle(let cost, _): append("settle", cost)
            case .void: append("void", .zero)
            case .charge(let wallet, let amount, let owner):
                append("charge", amount, amount, wallet: wallet, owner: owner)
            }
        }
    }

    // tidy: allow parameter-count — the columns of one row, most of which most orders leave out
    private mutating func append(
        _ action: String,
        _ amount: MicroCredits,
        _ least: MicroCredits = .zero,
        wallet: WalletID = .absent,
        lease: Int = 0,
        owner: String = "",
        user: UserID? = nil,
        operation: String? = nil
    ) {
        actions.append(action)
        wallets.append(wallet)
        amounts.append(amount.micro)
        self.least.append(least.micro)
        leases.append(Double(lease))
        owners.append(owner)
        users.append(user ?? .absent)
        operations.append(operation ?? "")
    }
}

/// The notes of orders that settle, as columns.
struct UsageColumns: Sendable {
    /// Which order each belongs to, from 1.
    var places: [Int] = []
    var users: [UserID] = []
    var services: [String] = []
    var operations: [String] = []
    var metadata: [String] = []

    init(_ orders: [HoldOrder]) {
        for (place, order) in orders.enumerated() {
            guard case .settle(_, let note?) = order.action else { continue }
            places.append(place + 1)
            users.append(note.userID)
            services.append(note.service.text)
            operations.append(note.operation.text)
            metadata.append(JSON.object(note.metadataObject).compact)
        }
    }
}

extension UsageNote {
    fileprivate var metadataObject: JSONObject {
        var object = JSONObject()
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) { object[name] = value }
        return object
    }
}
