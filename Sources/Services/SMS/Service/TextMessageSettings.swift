/// What an operator decides about text messages.
package struct TextMessageSettings: Sendable {
    package var provider: Provider = .console
    package var limits = TextLimits()
    /// Beginnings of numbers that may be sent to, such as `+254`: every country costs something else.
    package var allowedPrefixes = TextMessageSettings.eastAndWestAfrica

    package init() {}

    /// Who carries them, with what proves us to them.
    package enum Provider: Sendable {
        case console
        case africasTalking(AfricasTalkingAccount)
        case twilio(TwilioAccount)
    }

    /// Nigeria, Ghana, Rwanda, Kenya, Tanzania, Uganda.
    package static let eastAndWestAfrica = ["+234", "+233", "+250", "+254", "+255", "+256"]
}

/// How many text messages a day, counted in UTC.
package struct TextLimits: Sendable {
    /// To one number, from all schools together.
    package var perNumber = 10
    /// Of one school.
    package var perTenant = 1000
    /// Of the installation.
    package var inAll = 5000

    package init() {}
}

/// An account at Africa's Talking.
package struct AfricasTalkingAccount: Sendable, CustomReflectable {
    package var username: String
    package var apiKey: String
    /// `https://api.africastalking.com`, or that of the sandbox.
    package var baseURL: String
    /// The short code or sender name; theirs when left out.
    package var sender: String?

    package init(username: String, apiKey: String, baseURL: String, sender: String?) {
        (self.username, self.apiKey, self.baseURL, self.sender) = (username, apiKey, baseURL, sender)
    }

    package var customMirror: Mirror { Mirror(self, children: ["username": username]) }
}

/// An account at Twilio.
package struct TwilioAccount: Sendable, CustomReflectable {
    package var sid: String
    package var authToken: String
    package var baseURL: String
    /// A number in E.164, a sender name, or the id of a messaging service (`MG…`).
    package var sender: String

    package init(sid: String, authToken: String, baseURL: String, sender: String) {
        (self.sid, self.authToken, self.baseURL, self.sender) = (sid, authToken, baseURL, sender)
    }

    package var customMirror: Mirror { Mirror(self, children: ["sid": sid]) }
}
