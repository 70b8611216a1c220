import SMSService
import Values

extension Settings {
    /// `SMS_PROVIDER` and what the chosen provider needs; a set that is not whole names what is missing.
    static func textMessages(_ text: (String) -> String?) throws -> TextMessageSettings {
        var settings = TextMessageSettings()
        func needed(_ name: String, for provider: String) throws -> String {
            guard let value = text(name) else {
                throw InvalidSetting(name: name, reason: "is needed with SMS_PROVIDER=\(provider)")
            }
            return value
        }
        switch text("SMS_PROVIDER") ?? "console" {
        case "console": settings.provider = .console
        case "africastalking":
            settings.provider = .africasTalking(
                AfricasTalkingAccount(
                    username: try needed("AFRICASTALKING_USERNAME", for: "africastalking"),
                    apiKey: try needed("AFRICASTALKING_API_KEY", for: "africastalking"),
                    baseURL: try base(text, "AFRICASTALKING_BASE_URL", "https://api.africastalking.com"),
                    sender: text("AFRICASTALKING_FROM")
                )
            )
        case "twilio":
            settings.provider = .twilio(
                TwilioAccount(
                    sid: try accountID(try needed("TWILIO_ACCOUNT_SID", for: "twilio")),
                    authToken: try needed("TWILIO_AUTH_TOKEN", for: "twilio"),
                    baseURL: try base(text, "TWILIO_BASE_URL", "https://api.twilio.com"),
                    sender: try needed("TWILIO_FROM", for: "twilio")
                )
            )
        default:
            throw InvalidSetting(name: "SMS_PROVIDER", reason: "must be console, africastalking or twilio")
        }
        settings.limits.perNumber = try count(text, "SMS_NUMBER_DAILY_LIMIT", settings.limits.perNumber)
        settings.limits.perTenant = try count(text, "SMS_TENANT_DAILY_LIMIT", settings.limits.perTenant)
        settings.limits.inAll = try count(text, "SMS_DAILY_LIMIT", settings.limits.inAll)
        if let prefixes = text("SMS_ALLOWED_PREFIXES") { settings.allowedPrefixes = try allowed(prefixes) }
        return settings
    }

    /// Without a slash at its end. Codes and keys go there: in the clear only within this machine.
    private static func base(_ text: (String) -> String?, _ name: String, _ standard: String) throws -> String {
        let address = try webAddress(text(name) ?? standard, name)
        let host = address.dropFirst(7).prefix { !":/?#".contains($0) }
        guard !address.lowercased().hasPrefix("http://") || host == "127.0.0.1" || host == "localhost" else {
            throw InvalidSetting(name: name, reason: "must begin with https://; http:// is for this machine only")
        }
        return address
    }

    private static func accountID(_ text: String) throws -> String {
        guard (1...64).contains(text.utf8.count), text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
            throw InvalidSetting(name: "TWILIO_ACCOUNT_SID", reason: "must be an account's id such as AC0123…")
        }
        return text
    }

    private static func count(_ text: (String) -> String?, _ name: String, _ standard: Int) throws -> Int {
        guard let written = text(name) else { return standard }
        guard let number = Int(written), (0...10_000_000).contains(number) else {
            throw InvalidSetting(name: name, reason: "must be a number of messages from 0 to 10000000")
        }
        return number
    }

    private static func allowed(_ text: String) throws -> [String] {
        let prefixes = text.split(separator: ",").map { $0.filter { $0 != " " } }
        let areWhole = prefixes.allSatisfy { prefix in
            prefix.first == "+" && (2...16).contains(prefix.utf8.count)
                && prefix.dropFirst().utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        guard !prefixes.isEmpty, areWhole else {
            throw InvalidSetting(name: "SMS_ALLOWED_PREFIXES", reason: "must be a list such as +254,+234")
        }
        return prefixes
    }
}
