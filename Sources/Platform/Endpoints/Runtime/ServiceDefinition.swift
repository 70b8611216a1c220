package import Access
package import Events
package import Postgres

/// What a service is made of. The composition root makes one of each with its dependencies; the rest is read from here.
package protocol ServiceDefinition: Sendable {
    /// Name, port, paths.
    static var identity: ServiceIdentity { get }
    /// How its clients speak; what paths nobody has are answered in.
    static var dialect: Dialect { get }
    /// The migrations of its schema, which bears its name.
    static var schema: SchemaMigrations { get }
    /// Its endpoints with their handlers.
    var operations: [Operation] { get }
    /// Further ports on which it answers clients of another family.
    var faces: [ServiceFace] { get }
    /// Events of other services (and its own) that it acts on.
    var subscriptions: [Subscription] { get }
    /// Work it does apart from requests.
    var jobs: [JobHandler] { get }
    /// What it does at fixed intervals.
    var schedules: [Schedule] { get }
    /// The program stops in a few seconds: what would last longer is brought to an end that its client is told of.
    func willStop()
}

extension ServiceDefinition {
    package static var dialect: Dialect { .portal }
    package var faces: [ServiceFace] { [] }
    package var subscriptions: [Subscription] { [] }
    package var jobs: [JobHandler] { [] }
    package var schedules: [Schedule] { [] }
    /// Nothing of it lasts.
    package func willStop() {}
}

/// Another door to a service: the same people, tables and rules for clients of another family, on a port of its own.
package struct ServiceFace: Sendable {
    /// Name, port and purpose; no paths at the gateway.
    package let identity: ServiceIdentity
    package let dialect: Dialect
    package let operations: [Operation]
    /// Whether somebody whose token is valid belongs here.
    package let admits: @Sendable (Principal) async throws -> Bool

    package init(
        _ identity: ServiceIdentity,
        dialect: Dialect,
        operations: [Operation],
        admits: @escaping @Sendable (Principal) async throws -> Bool
    ) {
        (self.identity, self.dialect, self.operations, self.admits) = (identity, dialect, operations, admits)
    }
}
