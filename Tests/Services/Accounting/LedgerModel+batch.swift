import AccountingAPI
import AccountingService
import Values

/// Orders that are carried out together: first those that need no second look, then the rest, each part in its order.
extension LedgerModel {
    mutating func carryOut(_ orders: [HoldOrder]) -> [Int?] {
        let first = together(orders)
        var answers = [Int?](repeating: nil, count: orders.count)
        for place in orders.indices.filter(first.contains) + orders.indices.filter({ !first.contains($0) }) {
            answers[place] = carryOut(orders[place])
        }
        return answers
    }

    /// What is held or charged; nothing when it is refused.
    private mutating func carryOut(_ order: HoldOrder) -> Int? {
        switch order.action {
        case .reserve(let reserving, let wallet):
            return reserve(order.hold, wallet, reserving.amount.micro, least: reserving.least.micro)
        case .extend(let more, let least, _): return extend(order.hold, more.micro, least: least.micro)
        case .settle(let cost, _): return settle(order.hold, cost.micro)
        case .void: return settle(order.hold, 0)
        case .charge(let wallet, let amount, _):
            guard holds[order.hold] == nil else { return nil }
            let held = reserve(order.hold, wallet, amount.micro, least: amount.micro)
            return held.map { settle(order.hold, $0) }
        }
    }

    /// Which go together: each on a hold of its own, of a wallet without a parent and a limit that has enough for all
    /// of them in their order, and whose first grant has enough for what they cost.
    func together(_ orders: [HoldOrder]) -> Set<Int> {
        let times = Dictionary(grouping: orders, by: \.hold).mapValues(\.count)
        var places: [WalletID: [Int]] = [:]
        var room: [WalletID: Int] = [:]
        var least: [WalletID: Int] = [:]
        var costs: [WalletID: Int] = [:]
        for (place, order) in orders.enumerated() where times[order.hold] == 1 {
            guard let plain = plain(order), let wallet = wallets[plain.wallet], wallet.parent == nil,
                wallet.limit == nil
            else { continue }
            let after = room[plain.wallet, default: wallet.balance - wallet.reserved] - plain.taken
            room[plain.wallet] = after
            least[plain.wallet] = min(after, least[plain.wallet, default: after])
            costs[plain.wallet, default: 0] += plain.cost
            places[plain.wallet, default: []].append(place)
        }
        let paid = places.filter { wallet, _ in
            let grants = wallets[wallet]?.grants.enumerated().filter { $0.element.remaining > 0 } ?? []
            let first = grants.min { ($0.element.end, $0.offset) < ($1.element.end, $1.offset) }
            return least[wallet, default: -1] >= 0 && first?.element.remaining ?? 0 >= costs[wallet, default: 0]
        }
        return Set(paid.values.joined())
    }

    private func plain(_ order: HoldOrder) -> (wallet: WalletID, taken: Int, cost: Int)? {
        let hold = holds[order.hold]
        switch order.action {
        case .reserve(let reserving, let wallet): return hold == nil ? (wallet, reserving.amount.micro, 0) : nil
        case .settle(let cost, _):
            guard let hold, hold.charged == nil, cost.micro <= hold.amount else { return nil }
            return (hold.wallet, cost.micro - hold.amount, cost.micro)
        case .void:
            guard let hold, hold.charged == nil else { return nil }
            return (hold.wallet, -hold.amount, 0)
        case .extend, .charge: return nil
        }
    }
}
