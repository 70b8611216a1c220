import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Upstreams
import Values

/// What an answer costs.
enum Tariff: Hashable, Sendable {
    case free
    /// Each answer the same.
    case flat(MicroCredits)
    case tokens(TokenPrice)

    /// What an answer costs that took so much and has some text.
    func cost(of usage: UpstreamUsage) -> MicroCredits {
        switch self {
        case .free: .zero
        case .flat(let price): price
        case .tokens(let price): price.cost(input: .clamped(usage.inputTokens), output: .clamped(usage.outputTokens))
        }
    }

    /// How many tokens of an answer an amount pays for, after what was read.
    func affordableTokens(_ amount: MicroCredits, input: Int) -> Int {
        guard case .tokens(let price) = self, price.output.amount > .zero else { return .max }
        let rest = amount.micro - price.cost(input: .clamped(input), output: .clamped(0)).micro
        let (thousandths, overflows) = max(0, rest).multipliedReportingOverflow(by: 1000)
        return overflows ? .max : thousandths / price.output.amount.micro
    }
}

extension Bounded where lowest == 0, highest == 1_000_000_000 {
    /// The nearest number that can be.
    static func clamped(_ number: Int) -> Self {
        // Within the bounds it cannot be refused.
        (try? Self(min(max(number, lowest), highest))) ?? .example
    }
}

/// What the school's chatflows and models cost, as the accounting service says, asked again after some seconds.
final class Tariffs: Sendable {
    private struct Key: Hashable {
        let tenant: TenantID
        let target: Tutor.Target
    }

    private let caller: ServiceCaller
    private let known = AskedAgain<Key, Tariff>(after: .seconds(2))

    init(_ caller: ServiceCaller) { self.caller = caller }

    /// What an answer of a tutor costs in a school. The campus tutor is free and a flow costs a credit unless the
    /// school has said otherwise; a model costs its tokens.
    func tariff(of target: Tutor.Target, in tenant: TenantID, at now: Date) async throws -> Tariff {
        try await known.answer(to: Key(tenant: tenant, target: target)) {
            try await ask(target, as: Accounting.platform(in: tenant, at: now))
        }
    }

    private func ask(_ target: Tutor.Target, as platform: Principal) async throws -> Tariff {
        let name: String =
            switch target {
            case .lessons: CampusTutor.id
            case .flow(let flow): flow.description
            case .model(let model): model
            }
        // A model's name may be longer than a price list's; nobody can have priced it then.
        if let id = try? Line<100>(parsing: name) {
            let price = try await caller.call(GetChatflowPrice(id), as: platform)
            if !price.isDefault {
                if let tokens = price.perThousandTokens { return .of(tokens) }
                return .of(price.perPrediction?.amount ?? .zero)
            }
            if case .flow = target { return .of(price.perPrediction?.amount ?? .zero) }
        }
        guard case .model = target else { return .free }
        guard let id = try? ModelID(parsing: name) else { return .tokens(.ofOtherModels) }
        return .of(try await caller.call(GetModelPrice(id), as: platform).price)
    }
}

extension Tariff {
    fileprivate static func of(_ price: MicroCredits) -> Tariff { price > .zero ? .flat(price) : .free }

    fileprivate static func of(_ price: TokenPrice) -> Tariff {
        max(price.input.amount, price.output.amount) > .zero ? .tokens(price) : .free
    }
}
