import AccountingAPI
import AccountingService
import Values

/// The ledger as somebody would explain it: one thing after the other, in memory, without a clock.
struct LedgerModel {
    struct Grant {
        let id: GrantID
        let end: Int
        var remaining: Int
    }
    struct Wallet {
        var parent: WalletID?
        var limit: Int?
        var grants: [Grant] = []
        var reserved = 0
        var spent = 0
        var balance: Int { grants.map(\.remaining).reduce(0, +) }
    }
    struct Hold {
        let wallet: WalletID
        var amount: Int
        var charged: Int?
        var isVoid = false
    }

    var wallets: [WalletID: Wallet] = [:]
    var holds: [HoldID: Hold] = [:]

    /// A wallet and those it draws on; the last one pays.
    private func chain(_ id: WalletID) -> [WalletID] {
        guard let wallet = wallets[id] else { return [] }
        return [id] + (wallet.parent.map(chain) ?? [])
    }

    func room(_ id: WalletID) -> Int {
        chain(id).compactMap { wallets[$0] }.flatMap { wallet in
            [
                wallet.parent == nil ? wallet.balance - wallet.reserved : nil,
                wallet.limit.map { $0 - wallet.spent - wallet.reserved },
            ].compactMap { $0 }
        }.min() ?? 0
    }

    mutating func reserve(_ hold: HoldID, _ wallet: WalletID, _ amount: Int, least: Int) -> Int? {
        if let earlier = holds[hold] { return earlier.charged == nil ? earlier.amount : nil }
        let room = room(wallet)
        guard room >= least else { return nil }
        let held = min(amount, room)
        for link in chain(wallet) { wallets[link]?.reserved += held }
        holds[hold] = Hold(wallet: wallet, amount: held)
        return held
    }

    mutating func extend(_ id: HoldID, _ more: Int, least: Int) -> Int? {
        guard let hold = holds[id], hold.charged == nil else { return nil }
        let room = room(hold.wallet)
        guard room >= least else { return nil }
        let added = min(more, room)
        for link in chain(hold.wallet) { wallets[link]?.reserved += added }
        holds[id]?.amount += added
        return hold.amount + added
    }

    /// What the hold is charged in the end, now or before.
    mutating func settle(_ id: HoldID, _ cost: Int) -> Int {
        guard let hold = holds[id] else { return 0 }
        if let charged = hold.charged { return charged }
        let charged = cost > hold.amount ? min(cost, hold.amount + max(0, room(hold.wallet))) : cost
        let links = chain(hold.wallet)
        for link in links {
            wallets[link]?.reserved -= hold.amount
            wallets[link]?.spent += charged
        }
        if let payer = links.last { burn(charged, from: payer) }
        holds[id]?.charged = charged
        return charged
    }

    mutating func give(_ grant: GrantID, _ wallet: WalletID, _ amount: Int, end: Int) {
        wallets[wallet]?.grants.append(Grant(id: grant, end: end, remaining: amount))
    }

    mutating func remove(_ wallet: WalletID, _ amount: Int) -> Int? {
        guard let found = wallets[wallet], found.balance - found.reserved >= amount else { return nil }
        burn(amount, from: wallet)
        return amount
    }

    private mutating func burn(_ amount: Int, from id: WalletID) {
        guard var wallet = wallets[id] else { return }
        var missing = amount
        // What ends first, and of those that end together what was given first.
        let order = wallet.grants.indices.sorted { (wallet.grants[$0].end, $0) < (wallet.grants[$1].end, $1) }
        for index in order where missing > 0 {
            let part = min(missing, wallet.grants[index].remaining)
            wallet.grants[index].remaining -= part
            missing -= part
        }
        wallets[id] = wallet
    }
}
