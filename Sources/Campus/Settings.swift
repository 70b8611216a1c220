package import Cache
package import ChatService
import Configuration
import Endpoints
import FoundationEssentials
package import Mail
package import SMSService
package import Values

/// Everything an operator can set in the environment or in a settings file, checked before anything starts.
package struct Settings: Sendable {
    /// An external PostgreSQL; without it the program runs its own.
    package var databaseURL: String?
    /// What several processes share; without it every process keeps its own memory.
    package var redis: RedisAddress?
    /// How often something may be done. `ELYMICA_USER_REQUESTS_PER_MINUTE` is the limit of a person at the gateway.
    package var limits = RateLimits()
    /// How many proxies of ours every request comes through: which entry of `X-Forwarded-For` is the client's address.
    package var trustedProxyHops: Int
    /// Where mail is handed in: `smtp://user:password@host:587`; without it a mail is a log line.
    package var smtpURL: String?
    /// The sender of mail: `ELYMICA_MAIL_FROM` is the address, `ELYMICA_MAIL_NAME` the name shown.
    package var mailFrom: MailAddress
    /// How the outside reaches the gateway: what links in mails and QR codes begin with.
    package var publicURL: String?
    /// Pages whose scripts may call us, besides the deployed portals.
    package var portalOrigins: [String]
    /// How long a replayed refresh token still gets the current successor; 0 is strict.
    package var refreshGrace: Duration
    /// Shared secrets of the two existing systems, for verifiers that know only HS256.
    package var accessSecret: String?
    package var refreshSecret: String?
    /// The code of the school whose people the chat platform's clients sign in to: `ELYMICA_CHAT_TENANT`.
    package var chatTenant: Subdomain?
    /// What second factors are sealed with; made in the data directory when the program runs its own database.
    package var installationSecret: String?
    /// Endpoints that hand out codes and tokens to test scripts; in the demo only.
    package var testingEndpoints: Bool
    /// Who carries text messages, and how many.
    package var textMessages: TextMessageSettings
    /// Where files are kept, how many, and who looks at them first.
    package var files: FileSettings
    /// The servers that the tutor asks.
    package var upstreams: UpstreamSettings
    package var chat: ChatSettings
    package var logLevel: String
    /// Where services that run elsewhere answer, by name: `ELYMICA_LMS_URL`.
    package var serviceURLs: [String: String]

    /// Reads the process environment and, when given, a file of `NAME=value` lines; the environment wins.
    package static func load(file: String? = nil) async throws -> Settings {
        let values = try file.map { try SettingsFile(path: $0).values } ?? [:]
        return try Settings(environment: ProcessInfo.processInfo.environment, file: values)
    }

    /// Checks what the environment and a settings file say; the environment wins.
    init(environment: [String: String], file: [String: String] = [:]) throws {
        try Self.refuseUnknown(Set(environment.keys).union(file.keys))
        let reader = ConfigReader(providers: [
            EnvironmentVariablesProvider(environmentVariables: environment),
            EnvironmentVariablesProvider(environmentVariables: file),
        ])
        func text(_ name: String) -> String? {
            reader.string(forKey: ConfigKey(name.lowercased().split(separator: "_").map(String.init))).flatMap {
                $0.isEmpty ? nil : $0
            }
        }
        databaseURL = try text("ELYMICA_DATABASE_URL").map(Self.database)
        redis = try text("ELYMICA_REDIS_URL").map(Self.redis)
        limits = try Self.limits(text)
        trustedProxyHops = try Self.number(text("ELYMICA_TRUSTED_PROXY_HOPS") ?? "0", 0...10) {
            InvalidSetting(name: "ELYMICA_TRUSTED_PROXY_HOPS", reason: $0)
        }
        smtpURL = try text("ELYMICA_SMTP_URL").map(Self.smtp)
        publicURL = try text("ELYMICA_PUBLIC_URL").map { try Self.webAddress($0, "ELYMICA_PUBLIC_URL") }
        mailFrom = try Self.sender(text)
        portalOrigins = try Self.origins(text("ELYMICA_PORTAL_ORIGINS") ?? "")
        accessSecret = try text("JWT_ACCESS_SECRET").map { try Self.secret($0, "JWT_ACCESS_SECRET") }
        installationSecret = try text("ELYMICA_SECRET").map { try Self.secret($0, "ELYMICA_SECRET") }
        refreshSecret = try text("JWT_REFRESH_SECRET").map { try Self.secret($0, "JWT_REFRESH_SECRET") }
        let grace = text("ELYMICA_REFRESH_GRACE_SECONDS") ?? "30"
        guard let seconds = Int(grace), (0...3600).contains(seconds) else {
            throw InvalidSetting(
                name: "ELYMICA_REFRESH_GRACE_SECONDS",
                reason: "must be a number of seconds from 0 to 3600"
            )
        }
        refreshGrace = .seconds(seconds)
        chatTenant = try text("ELYMICA_CHAT_TENANT").map { code in
            try Self.parsed("ELYMICA_CHAT_TENANT") { () throws(InvalidValue) in try Subdomain(parsing: code) }
        }
        testingEndpoints = try Self.isOn(text("ELYMICA_TESTING_ENDPOINTS") ?? "off", "ELYMICA_TESTING_ENDPOINTS")
        textMessages = try Self.textMessages(text)
        files = try Self.fileSettings(text)
        upstreams = try Self.upstreamSettings(text)
        chat = try Self.chatSettings(text)
        logLevel = text("ELYMICA_LOG_LEVEL") ?? "info"
        guard ["trace", "debug", "info", "notice", "warning", "error", "critical"].contains(logLevel) else {
            throw InvalidSetting(
                name: "ELYMICA_LOG_LEVEL",
                reason: "must be trace, debug, info, notice, warning, error or critical"
            )
        }
        serviceURLs = [:]
        for service in ServiceList.installed.map(\.name) {
            let name = Self.addressName(of: service)
            serviceURLs[service] = try text(name).map { try Self.webAddress($0, name) }
        }
    }

    private static func addressName(of service: String) -> String { "ELYMICA_\(service.uppercased())_URL" }

    /// A misspelt name would be a setting that is silently not set.
    private static func refuseUnknown(_ names: Set<String>) throws {
        let addresses = ServiceList.installed.map { addressName(of: $0.name) }
        for name in names.sorted() where name.hasPrefix("ELYMICA_") {
            guard Self.names.contains(name) || addresses.contains(name) else {
                throw InvalidSetting(name: name, reason: "there is no such setting")
            }
        }
    }

    /// The settings that exist. Those of parts that are still to come are accepted, so that one file serves them all.
    private static let names: Set<String> = [
        "ELYMICA_DATABASE_URL", "ELYMICA_REDIS_URL", "ELYMICA_SMTP_URL", "ELYMICA_MAIL_FROM", "ELYMICA_MAIL_NAME",
        "ELYMICA_PUBLIC_URL", "ELYMICA_USER_REQUESTS_PER_MINUTE", "ELYMICA_ADDRESS_MESSAGES_PER_HOUR",
        "ELYMICA_SCHOOL_REGISTRATIONS_PER_HOUR", "ELYMICA_SECRET",
        "ELYMICA_ADDRESS_FAILURES_PER_MINUTE", "ELYMICA_SCHOOL_FAILURES_PER_MINUTE", "ELYMICA_TRUSTED_PROXY_HOPS",
        "ELYMICA_PORTAL_ORIGINS", "ELYMICA_REFRESH_GRACE_SECONDS", "ELYMICA_CHAT_TENANT", "ELYMICA_TESTING_ENDPOINTS",
        "ELYMICA_FILES_DIRECTORY", "ELYMICA_FILES_QUOTA_MB", "ELYMICA_FILES_S3_URL", "ELYMICA_FILES_S3_REGION",
        "ELYMICA_FILES_S3_ACCESS_KEY", "ELYMICA_FILES_S3_SECRET_KEY", "ELYMICA_CLAMD_URL",
        "ELYMICA_USER_QUESTIONS_PER_MINUTE", "ELYMICA_SCHOOL_QUESTIONS_PER_MINUTE", "ELYMICA_USER_STREAMS",
        "ELYMICA_SCHOOL_STREAMS", "ELYMICA_ANSWER_TOKENS",
        "ELYMICA_LOG_LEVEL", "ELYMICA_POSTGRES_BIN", "ELYMICA_TESTS", "ELYMICA_SKIP_SETUP", "ELYMICA_VERIFY_PASSWORD",
    ]

    private static func redis(_ url: String) throws -> RedisAddress {
        do throws(InvalidValue) { return try RedisAddress(url: url) } catch {
            throw InvalidSetting(name: "ELYMICA_REDIS_URL", reason: error.description)
        }
    }

    /// Whether something is on, as people and other programs write that.
    static func isOn(_ text: String, _ name: String) throws -> Bool {
        switch text.lowercased() {
        case "true", "1", "yes", "on": return true
        case "false", "0", "no", "off": return false
        default: throw InvalidSetting(name: name, reason: "must be true or false, 1 or 0, yes or no, on or off")
        }
    }

    static func number(
        _ text: String,
        _ range: ClosedRange<Int>,
        _ refusal: (String) -> InvalidSetting
    ) throws -> Int {
        guard let number = Int(text), range.contains(number) else {
            throw refusal("must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func secret(_ text: String, _ name: String) throws -> String {
        guard text.utf8.count >= 16, Set(text).count >= 5 else {
            throw InvalidSetting(
                name: name,
                reason: "is too short or too simple to be a secret; use 32 random characters"
            )
        }
        return text
    }
}

/// A setting that cannot be used, by name: the value is not repeated, it may be a secret.
package struct InvalidSetting: Error, CustomStringConvertible {
    package let name: String
    package let reason: String

    package init(name: String, reason: String) { (self.name, self.reason) = (name, reason) }

    package var description: String { "Setting \(name): \(reason)." }
}

extension Settings {
    /// What holds when nothing is set.
    package static func defaults() throws -> Settings {
        try Settings(environment: [:])
    }
}
