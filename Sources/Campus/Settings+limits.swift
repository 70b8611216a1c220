import Cache

extension Settings {
    /// How often something may be done, as far as operators choose it.
    static func limits(_ text: (String) -> String?) throws -> RateLimits {
        func perMinute(_ name: String, from least: Int, standard: Int) throws -> Int {
            try number(text(name) ?? "\(standard)", least...1_000_000) { InvalidSetting(name: name, reason: $0) }
        }
        var limits = RateLimits()
        let requests = try perMinute("ELYMICA_USER_REQUESTS_PER_MINUTE", from: 0, standard: 100)
        limits.person = requests == 0 ? nil : RateLimit("person", requests, in: .seconds(60))
        limits.failuresOfAddress = RateLimit(
            limits.failuresOfAddress.name,
            try perMinute("ELYMICA_ADDRESS_FAILURES_PER_MINUTE", from: 1, standard: limits.failuresOfAddress.quota),
            in: .seconds(60)
        )
        limits.failuresOfTenant = RateLimit(
            limits.failuresOfTenant.name,
            try perMinute("ELYMICA_SCHOOL_FAILURES_PER_MINUTE", from: 1, standard: limits.failuresOfTenant.quota),
            in: .seconds(60)
        )
        return limits
    }
}
