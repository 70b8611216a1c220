import AccountingAPI
import Endpoints
import Postgres
import Values

extension AccountingService {
    func set(_ request: SetCredits, _ call: Call) async throws -> ChangedCredits {
        let gift = try Gift(request.credits.microCredits, request.expiryDays, request.notes?.text, call)
        return try await call.write { transaction in
            let holder = try transaction.holder(request.userID, in: gift.tenant)
            try transaction.openWallet(of: holder.id, in: gift.tenant)
            let previous = try transaction.remove(nil, from: holder, gift) ?? .zero
            if gift.amount > .zero { _ = try transaction.give(gift, to: holder) }
            return ChangedCredits(
                userID: holder.wireID,
                from: previous.wholeCredits,
                to: request.credits.value,
                "User credits set successfully"
            )
        }
    }

    func remove(_ request: RemoveCredits, _ call: Call) async throws -> ChangedCredits {
        let gift = try Gift(request.credits.microCredits, nil, request.notes?.text, call)
        return try await call.write { transaction in
            let holder = try transaction.holder(request.userID, in: gift.tenant)
            guard try transaction.remove(gift.amount, from: holder, gift) != nil else {
                throw AccountingError.tooFewCredits
            }
            let left = try transaction.available(in: holder.wallet, of: gift.tenant)
            var answer = ChangedCredits(
                userID: holder.wireID,
                from: MicroCredits(micro: left.micro + gift.amount.micro).wholeCredits,
                to: left.wholeCredits,
                "Credits removed successfully"
            )
            answer.removedCredits = request.credits.value
            return answer
        }
    }

    func adjust(_ request: AdjustCredits, _ call: Call) async throws -> ChangedCredits {
        let change = request.adjustment.value
        guard change != 0, let amount = MicroCredits(credits: abs(change)) else {
            throw AccountingError.emptyAdjustment
        }
        let notes = request.notes?.text ?? "Credit adjustment: \(change)"
        let gift = try Gift(amount, request.expiryDays, notes, call)
        return try await call.write { transaction in
            let holder = try transaction.holder(request.userID, in: gift.tenant)
            if change > 0 {
                _ = try transaction.give(gift, to: holder)
            } else if try transaction.remove(amount, from: holder, gift) == nil {
                throw AccountingError.tooFewCredits
            }
            // Read after the wallet was locked, so that nothing can have come between.
            let now = try transaction.available(in: holder.wallet, of: gift.tenant)
            let before = change > 0 ? now.micro - amount.micro : now.micro + amount.micro
            var answer = ChangedCredits(
                userID: holder.wireID,
                from: MicroCredits(micro: before).wholeCredits,
                to: now.wholeCredits,
                "User credits adjusted successfully"
            )
            answer.adjustment = change
            return answer
        }
    }
}

extension Transaction {
    /// Takes from somebody what is free of it, that amount or all; `nil` when there is less.
    fileprivate func remove(_ amount: MicroCredits?, from holder: AccountHolder, _ gift: Gift) throws -> MicroCredits? {
        try remove(amount, from: holder.wallet, by: gift.by.description, notes: gift.notes, in: gift.tenant)
    }
}
