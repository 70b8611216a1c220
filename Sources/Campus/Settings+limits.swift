import Cache

extension Settings {
    /// How often something may be done, as far as operators choose it.
    static func limits(_ text: (String) -> String?) throws -> RateLimits {
        func count(_ name: String, from least: Int, standard: Int) throws -> Int {
            try number(text(name) ?? "\(standard)", least...1_000_000) { InvalidSetting(name: name, reason: $0) }
        }
        var limits = RateLimits()
        let requests = try count("ELYMICA_USER_REQUESTS_PER_MINUTE", from: 0, standard: 100)
        limits.person = requests == 0 ? nil : RateLimit("person", requests, in: .seconds(60))
        // An installation that counts nobody at the gateway counts nobody here, unless it says so.
        let questions = try count("ELYMICA_USER_QUESTIONS_PER_MINUTE", from: 0, standard: requests == 0 ? 0 : 120)
        limits.questions = questions == 0 ? nil : RateLimit("questions", questions, in: .seconds(60))
        let all = try count("ELYMICA_SCHOOL_QUESTIONS_PER_MINUTE", from: 0, standard: requests == 0 ? 0 : 6_000)
        limits.questionsOfTenant = all == 0 ? nil : RateLimit("questions-tenant", all, in: .seconds(60))
        let messages = try count("ELYMICA_ADDRESS_MESSAGES_PER_HOUR", from: 0, standard: requests == 0 ? 0 : 300)
        limits.messagesOfAddress = messages == 0 ? nil : RateLimit("messages-address", messages, in: .seconds(3600))
        let accounts = try count("ELYMICA_SCHOOL_REGISTRATIONS_PER_HOUR", from: 0, standard: requests == 0 ? 0 : 3_000)
        limits.registrationsOfTenant =
            accounts == 0 ? nil : RateLimit("registrations-tenant", accounts, in: .seconds(3600))
        limits.failuresOfAddress = RateLimit(
            limits.failuresOfAddress.name,
            try count("ELYMICA_ADDRESS_FAILURES_PER_MINUTE", from: 1, standard: limits.failuresOfAddress.quota),
            in: .seconds(60)
        )
        limits.failuresOfTenant = RateLimit(
            limits.failuresOfTenant.name,
            try count("ELYMICA_SCHOOL_FAILURES_PER_MINUTE", from: 1, standard: limits.failuresOfTenant.quota),
            in: .seconds(60)
        )
        return limits
    }
}
