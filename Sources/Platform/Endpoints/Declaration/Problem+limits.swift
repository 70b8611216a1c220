package import Cache
import HTTPTypes

extension RateLimitExceeded: ProblemConvertible {
    /// 429 with when to come back, as numbers for programs (draft-ietf-httpapi-ratelimit-headers) and a sentence.
    package var problem: Problem {
        let seconds = max(1, Int((wait / .seconds(1)).rounded(.up)))
        let window = Int(limit.window / .seconds(1))
        var problem = Problem(
            .tooManyRequests,
            "rate_limited",
            "Too many requests. Try again in \(seconds == 1 ? "a second" : "\(seconds) seconds").",
            headers: [
                .retryAfter: String(seconds),
                .rateLimitPolicy: "\"\(limit.name)\";q=\(limit.quota);w=\(window)",
                .rateLimit: "\"\(limit.name)\";r=0;t=\(seconds)",
            ]
        )
        problem.violatedLimit = limit.name
        return problem
    }
}

extension Problem {
    /// What kind of error it is, where there is a registered name for it (RFC 9457 §4.2).
    var type: String {
        violatedLimit == nil ? "about:blank" : "https://iana.org/assignments/http-problem-types#quota-exceeded"
    }
}
