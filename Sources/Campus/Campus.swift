import Access
package import AsyncHTTPClient
package import AuthService
package import Cache
package import Endpoints
package import Files
package import FoundationEssentials
import GatewayService
package import Logging
package import Mail
package import Postgres
package import Telemetry
package import Upstreams

/// A campus put together: the services that run in this process, how they reach the others, and what they share.
/// Nothing else builds a service.
package final class Campus: Sendable {
    /// What a campus is made from; tests give their own.
    package struct Parts: Sendable {
        package var database: Database
        package var mailer: any Mailer
        package var client: HTTPClient
        /// The connections to Flowise and to servers of models.
        package var upstreams: UpstreamTransport
        /// What the processes of the installation share for a while; in this process's memory without Redis.
        package var cache: Cache
        package var logger: Logger
        package var metrics: MetricsRegistry
        /// What links to the outside begin with, without a trailing slash.
        package var publicURL: String
        package var origins: PortalOrigins
        package var settings: Settings
        /// Services in this process; the others are found by `settings.serviceURLs` or on this host.
        package var runs: @Sendable (String) -> Bool
        package var addressOfOthers: @Sendable (ServiceIdentity) -> String
        package var clock: @Sendable () -> Date
        /// Takes text messages of the console provider, a line each.
        package var printLine: @Sendable (String) -> Void = { print($0) }

        package init(
            database: Database,
            mailer: any Mailer,
            client: HTTPClient,
            upstreams: UpstreamTransport = UpstreamTransport(),
            cache: Cache? = nil,
            logger: Logger,
            metrics: MetricsRegistry,
            publicURL: String,
            origins: PortalOrigins,
            settings: Settings,
            runs: @escaping @Sendable (String) -> Bool = { _ in true },
            addressOfOthers: @escaping @Sendable (ServiceIdentity) -> String = { "http://127.0.0.1:\($0.port)" },
            clock: @escaping @Sendable () -> Date = { Date() }
        ) {
            (self.database, self.mailer, self.client) = (database, mailer, client)
            self.upstreams = upstreams
            self.cache = cache ?? Cache(logger: logger)
            (self.logger, self.metrics, self.publicURL) = (logger, metrics, publicURL)
            (self.origins, self.settings, self.runs) = (origins, settings, runs)
            (self.addressOfOthers, self.clock) = (addressOfOthers, clock)
        }
    }

    package let parts: Parts
    package let edge: Edge
    /// People and schools, for commands and seeds.
    package let administration: AuthAdministration
    /// The services of this process with their runtimes, without the gateway.
    package let services: [RunningService]
    let identity: IdentityParts
    /// The files of every service.
    package let files: FileLibrary
    /// Counts for all services of this process.
    package let limiter: RateLimiter
    /// What other processes revoke, and the keys as they change; to be run as long as the campus stands.
    package let feed: RevocationFeed
    let draining = Draining()
    private let places: Places
    /// Calls to services of this process and of others.
    package let caller: ServiceCaller

    /// A service in this process.
    package struct RunningService: Sendable {
        package let definition: any ServiceDefinition
        package let runtime: ServiceRuntime
        package var identity: ServiceIdentity { type(of: definition).identity }
    }

    /// Puts a campus together on a migrated database.
    package init(_ parts: Parts) async throws {
        self.parts = parts
        let identity = try await IdentityParts(parts)
        self.identity = identity
        files = try parts.settings.files.library(parts.database, client: parts.client, logger: parts.logger)
        let feed = identity.feed(parts)
        try await feed.look()
        self.feed = feed
        administration = AuthAdministration(database: parts.database, hasher: identity.hasher)
        let limiter = RateLimiter(parts.settings.limits, sharedBy: parts.cache, metrics: parts.metrics)
        self.limiter = limiter
        edge = Edge(
            origins: parts.origins,
            addresses: ClientAddresses(
                trustedHops: parts.settings.trustedProxyHops,
                seal: AddressSeal(identity.keys)
            ),
            logger: parts.logger
        )
        places = Places(parts)
        let draining = draining
        let readiness = Readiness(database: parts.database, cache: parts.cache, draining: draining)
        caller = Self.caller(parts, identity, places)
        let all = try Services.make(parts, identity, files, caller)
        services = all.filter { parts.runs(type(of: $0).identity.name) }.map {
            definition in
            let service = type(of: definition).identity
            let operations =
                OperationalEndpoints.operations(
                    name: service.name + "-service",
                    version: Version.current,
                    features: service.features,
                    readiness: { await readiness.check() },
                    metrics: { [metrics = parts.metrics] in metrics.prometheusText() }
                )
                // The later one wins: a service may answer `/health` in words of its own.
                + definition.operations
            return RunningService(
                definition: definition,
                runtime: ServiceRuntime(
                    name: service.name,
                    operations: operations,
                    dialect: type(of: definition).dialect,
                    database: parts.database,
                    authenticate: identity.authenticate,
                    logger: parts.logger,
                    metrics: parts.metrics,
                    limiter: limiter,
                    clock: parts.clock
                )
            )
        }
        for service in services { places.add(service.runtime) }
    }

    private static func caller(_ parts: Parts, _ identity: IdentityParts, _ places: Places) -> ServiceCaller {
        ServiceCaller(
            directory: ServiceList.directory,
            token: { [clock = parts.clock] principal in
                try identity.signer.issue(to: principal.identity, at: clock()).text
            },
            places: places.find
        )
    }

    /// The responder of a service's own port.
    package func responder(of service: RunningService) -> Responder {
        let runtime = service.runtime
        return edge.guarding { request, address in await runtime.respond(to: request, from: address) }
    }

    /// The responder of the gateway's port.
    package func gatewayResponder() -> Responder {
        let readiness = Readiness(database: parts.database, cache: parts.cache, draining: draining)
        let gateway = Services.gateway(
            people: PersonLimit(limiter, authenticate: identity.authenticate),
            seal: AddressSeal(identity.keys),
            places: places.find
        )
        let operations =
            gateway.operations
            + OperationalEndpoints.operations(
                name: "api-gateway",
                version: Version.current,
                services: ServiceList.directory.services.count,
                readiness: { Health(checks: await readiness.check().checks + gateway.upstreamChecks()) },
                metrics: { [metrics = parts.metrics] in metrics.prometheusText() }
            )
        let own = ServiceRuntime(
            name: "gateway",
            operations: operations,
            database: parts.database,
            authenticate: identity.authenticate,
            logger: parts.logger,
            metrics: parts.metrics,
            clock: parts.clock
        )
        return edge.guarding(gateway.responder(own: own))
    }
}
