import AuthAPI
import CampusTestKit
import Events
import FoundationEssentials
import Postgres
import Testing
import Values

@testable import SMSService

@Suite("Budgets of text messages", .serialized, .timeLimit(.minutes(5)))
struct BudgetTests {
    private func number(_ suffix: Int) throws -> PhoneNumber {
        try PhoneNumber(parsing: "+2547" + String(10_000_000 + suffix))
    }

    private func limits(number: Int = 1000, tenant: Int = 1000, inAll: Int = 1000) -> TextLimits {
        var limits = TextLimits()
        (limits.perNumber, limits.perTenant, limits.inAll) = (number, tenant, inAll)
        return limits
    }

    /// Sixty messages at once, from both schools in turn, to so many different numbers; how many each refusal stopped.
    private func sixty(_ campus: TestCampus, to numbers: Int, _ limits: TextLimits) async throws -> [String: Int] {
        let schools = campus.schools.map(\.id)
        return try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<60 {
                let tenant = schools[index % 2]
                let number = try number(index % numbers)
                group.addTask {
                    try await campus.database.tenant(tenant) {
                        try $0.takeFromBudgets(for: number, of: tenant, limits)?.rawValue ?? "taken"
                    }
                }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }
    }

    @Test("A budget is exact however many want its last message at once, and one that is spent takes nothing else")
    func exact() async throws {
        try await TestCampus.run { campus in
            #expect(
                try await sixty(campus, to: 60, limits(inAll: 7)) == ["taken": 7, "installation_budget": 53]
            )
            let spent = try await campus.database.platform(reason: "test").all(
                "select scope || ' ' || sum(messages) from sms.daily_counts group by scope order by scope",
                as: String.self
            )
            #expect(spent == ["installation 7", "number 7", "tenant 7"])
        }
    }

    @Test("A number has one budget for all schools, a school its own")
    func scopes() async throws {
        try await TestCampus.run { campus in
            #expect(try await sixty(campus, to: 3, limits(number: 4)) == ["taken": 12, "number_budget": 48])
            _ = try await campus.database.platform(reason: "test").execute("delete from sms.daily_counts")
            #expect(try await sixty(campus, to: 60, limits(tenant: 5)) == ["taken": 10, "tenant_budget": 50])
            #expect(try await sixty(campus, to: 60, limits(inAll: 0)) == ["installation_budget": 60])
        }
    }

    private static let numbers: [(number: String, refusal: TextRefusal?)] = [
        ("+254700000001", nil), ("+2348030000000", nil), ("+254900123456", .premiumNumber),
        ("+881612345678", .premiumNumber), ("+15005550006", .prefixNotAllowed), ("+9991234567", .prefixNotAllowed),
    ]

    @Test("Premium numbers and countries that are not allowed are refused", arguments: numbers)
    func prefixes(number: String, refusal: TextRefusal?) throws {
        let rules = PrefixRules(allowed: TextMessageSettings.eastAndWestAfrica)
        #expect(try rules.refusal(of: PhoneNumber(parsing: number)) == refusal)
    }

    @Test("What is allowed does not open premium numbers")
    func premium() throws {
        let rules = PrefixRules(allowed: ["+1"])
        #expect(try rules.refusal(of: PhoneNumber(parsing: "+15005550006")) == nil)
        #expect(try rules.refusal(of: PhoneNumber(parsing: "+19005550006")) == .premiumNumber)
    }
}
