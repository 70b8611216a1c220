package import Events
package import Postgres

/// What a service is made of. The composition root makes one of each with its dependencies; the rest is read from here.
package protocol ServiceDefinition: Sendable {
    /// Name, port, paths.
    static var identity: ServiceIdentity { get }
    /// The migrations of its schema, which bears its name.
    static var schema: SchemaMigrations { get }
    /// Its endpoints with their handlers.
    var operations: [Operation] { get }
    /// Events of other services (and its own) that it acts on.
    var subscriptions: [Subscription] { get }
    /// Work it does apart from requests.
    var jobs: [JobHandler] { get }
    /// What it does at fixed intervals.
    var schedules: [Schedule] { get }
}

extension ServiceDefinition {
    package var subscriptions: [Subscription] { [] }
    package var jobs: [JobHandler] { [] }
    package var schedules: [Schedule] { [] }
}
