/// Something that happened in a service, told to whoever subscribed; its type's name is a past participle.
///
/// Its members are stored and outlive releases: add optional ones, never rename or remove one that may still be
/// waiting. It carries ids and what consumers keep copies of, not secrets.
package protocol Event: Codable, Sendable {
    /// The service and what happened: `enrollment.learner_enrolled`. Never changed once released.
    static var name: String { get }
}
