import SMSService
import Testing

@testable import Campus

@Suite("Settings of text messages", .timeLimit(.minutes(5)))
struct SettingTests {
    private func refused(_ settings: [String: String]) -> String? {
        do {
            _ = try Settings.textMessages { settings[$0] }
            return nil
        } catch let error as InvalidSetting {
            return error.name
        } catch {
            return "\(error)"
        }
    }

    private static let twilio = [
        "SMS_PROVIDER": "twilio", "TWILIO_ACCOUNT_SID": "AC1", "TWILIO_AUTH_TOKEN": "t", "TWILIO_FROM": "+15005550006",
    ]
    private static let africasTalking = [
        "SMS_PROVIDER": "africastalking", "AFRICASTALKING_USERNAME": "u", "AFRICASTALKING_API_KEY": "k",
    ]

    @Test("Whole sets are taken; without any, texts go to the console")
    func whole() {
        #expect(refused([:]) == nil)
        #expect(refused(Self.twilio) == nil)
        #expect(refused(Self.africasTalking) == nil)
    }

    @Test("An unknown provider, and a set that is not whole, are refused by the name of what is missing")
    func missing() {
        #expect(refused(["SMS_PROVIDER": "pigeon"]) == "SMS_PROVIDER")
        for set in [Self.twilio, Self.africasTalking] {
            for name in set.keys where name != "SMS_PROVIDER" {
                var rest = set
                rest[name] = nil
                #expect(refused(rest) == name)
            }
        }
    }

    private static let bad: [(name: String, value: String)] = [
        ("TWILIO_BASE_URL", "http://api.twilio.com"), ("TWILIO_BASE_URL", "ftp://127.0.0.1"),
        ("TWILIO_ACCOUNT_SID", "AC1/../AC2"), ("SMS_DAILY_LIMIT", "-1"), ("SMS_DAILY_LIMIT", "many"),
        ("SMS_ALLOWED_PREFIXES", "254"), ("SMS_ALLOWED_PREFIXES", "+"), ("SMS_ALLOWED_PREFIXES", ","),
    ]

    @Test("A value that would cost money or leak a key is refused", arguments: bad)
    func values(name: String, value: String) {
        #expect(refused(Self.twilio.merging([name: value]) { $1 }) == name)
    }

    @Test("A server on this machine may be spoken to in the clear")
    func loopback() {
        #expect(refused(Self.twilio.merging(["TWILIO_BASE_URL": "http://127.0.0.1:9000/"]) { $1 }) == nil)
    }
}
