/// Something that happened in a service, told to whoever subscribed; its type's name is a past participle.
///
/// Its members are stored and outlive releases: add optional ones, never rename or remove one that may still be
/// waiting. It carries ids and what consumers keep copies of. One that has to carry a secret (a code, a link that signs
/// its reader in) says so, and what is stored of it is emptied as soon as nobody waits for it any more.
package protocol Event: Codable, Sendable {
    /// The service and what happened: `enrollment.learner_enrolled`. Never changed once released.
    static var name: String { get }
    /// Whether what it carries must not outlive its deliveries. A parked delivery of it cannot be redriven.
    static var isSecret: Bool { get }
}

extension Event {
    package static var isSecret: Bool { false }
}
