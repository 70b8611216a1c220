import Access
import AccountingAPI
import Endpoints
import Postgres
import Values

extension AccountingService {
    func deduct(_ request: DeductCredits, _ call: Call) async throws -> DeductCredits.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let verdict = try transaction.first(
                """
                select verdict, credits, free from accounting.charge(
                    \(caller.tenantID), \(HoldID()), \(caller.userID), \(request.credits.microCredits.micro), 'deduct')
                """,
                as: HoldVerdict.self
            )
            guard let verdict, verdict.verdict == .settled else {
                throw verdict?.verdict == .overLimit
                    ? AccountingError.limitReached : AccountingError.tooFewCredits
            }
            return .init(remainingBalance: MicroCredits(micro: verdict.free).wholeCredits)
        }
    }

    func calculate(_ request: CalculateCredits, _ call: Call) async throws -> CalculateCredits.Response {
        let tenant = try call.caller.tenantID
        let price = try await call.read { try $0.price(of: request.modelID, in: tenant) }
        return .init(credits: price.wholeCredits(for: request.tokens))
    }
}
