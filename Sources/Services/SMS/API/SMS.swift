package import Endpoints

/// The text message service: sends what other services announce as `TextMessageRequested`, within budgets, and keeps
/// what became of it and what it cost.
///
/// Nobody calls it to send. A text is a job, tried again until the provider takes it; the provider then reports what
/// became of it to a callback. No text is kept: it may be a code that signs its reader in.
package enum SMS {
    package static let service = ServiceIdentity(
        "sms",
        port: 8022,
        purpose: "Text messages.",
        paths: ["/api/sms"],
        features: ["Text messages", "Delivery reports", "Budgets", "Cost log"]
    )
}
