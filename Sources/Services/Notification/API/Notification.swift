package import Endpoints

/// The notification service: tells people what happened, in the campus and by e-mail.
///
/// It hears of everything as events of other services; nobody calls it to notify. What is shown in the campus is a
/// row of the person's own; a mail is a job of its own, tried again until the mail server takes it, and its state can
/// be seen. Each is written in the person's language: English, French or Swahili. Guardians hear of a child's
/// enrolment too.
package enum Notification {
    package static let service = ServiceIdentity(
        "notification",
        port: 8023,
        purpose: "What people are told, in the campus and by e-mail.",
        paths: ["/api/notifications", "/api/messages", "/notifications", "/messages"],
        features: ["In-app notifications", "E-mail", "Delivery records"]
    )
}
