import Access
import AccountingService
import AsyncHTTPClient
import AuthService
import CertificateService
import ChatService
import ContentService
import Endpoints
import EnrollmentService
import Files
import GatewayAPI
import GatewayService
import LMSService
import Logging
import Mail
import NotificationService
import Postgres
import SMSService
import Telemetry

/// Makes every service with what it depends on.
enum Services {
    static func make(
        _ parts: Campus.Parts,
        _ identity: IdentityParts,
        _ files: FileLibrary,
        _ caller: ServiceCaller
    ) throws -> [any ServiceDefinition] {
        let (flowise, openAI) = parts.settings.upstreams.clients(over: parts.upstreams, parts.metrics)
        return [
            try AuthService(
                database: parts.database,
                keys: identity.keys,
                signer: identity.signer,
                revocations: identity.revocations,
                hasher: identity.hasher,
                settings: try authSettings(parts.settings)
            ),
            LMSService(), ContentService(), EnrollmentService(),
            try CertificateService(database: parts.database, publicBaseURL: parts.publicURL),
            try NotificationService(
                mailer: parts.mailer,
                sender: parts.settings.mailFrom,
                publicBaseURL: parts.publicURL
            ),
            SMSService(
                database: parts.database,
                client: parts.client,
                settings: parts.settings.textMessages,
                publicURL: parts.settings.publicURL,
                logger: parts.logger,
                printLine: parts.printLine
            ),
            AccountingService(database: parts.database, metrics: parts.metrics),
            ChatService(
                ChatParts(
                    database: parts.database,
                    caller: caller,
                    files: files,
                    flowise: flowise,
                    openAI: openAI,
                    settings: parts.settings.chat,
                    metrics: parts.metrics,
                    logger: parts.logger
                )
            ),
        ]
    }

    private static func authSettings(_ settings: Settings) throws -> AuthSettings {
        var auth = AuthSettings()
        auth.refreshGrace = settings.refreshGrace
        (auth.chatTenant, auth.testingEndpoints) = (settings.chatTenant, settings.testingEndpoints)
        auth.installationSecret = settings.installationSecret.map { InstallationSecret($0) }
        auth.refreshSecret = try settings.refreshSecret.map { try RefreshSecret(Array($0.utf8)) }
        return auth
    }

    /// Every service with its operations, for documents: nothing is connected and no request ever comes.
    static func described() throws -> [(ServiceIdentity, [Operation], Dialect)] {
        let logger = Logger(label: "documents") { _ in SwiftLogNoOpLogHandler() }
        let target = ConnectionTarget(socketDirectory: "/nonexistent", user: "nobody", database: "none")
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        defer { try? client.syncShutdown() }
        let parts = Campus.Parts(
            database: Database(DatabaseConfiguration(target), logger: logger),
            mailer: LogMailer(logger: logger),
            client: client,
            logger: logger,
            metrics: MetricsRegistry(),
            publicURL: "http://localhost:8000",
            origins: PortalOrigins(),
            settings: try Settings.defaults()
        )
        let identity = try IdentityParts(keys: KeyRing(KeySet(signing: SigningKey())), clock: parts.clock)
        let files = try parts.settings.files.library(parts.database, client: client, logger: logger)
        let nobody = ServiceCaller(directory: ServiceList.directory, token: { _ in "" }, places: { _ in nil })
        let gateway = (Gateway.service, Services.gateway(places: { _ in nil }).operations, Dialect.portal)
        return try [gateway]
            + make(parts, identity, files, nobody).flatMap { service in
                [(type(of: service).identity, service.operations, type(of: service).dialect)]
                    + service.faces.map { ($0.identity, $0.operations, $0.dialect) }
            }
    }

    static func gateway(
        people: PersonLimit? = nil,
        seal: AddressSeal? = nil,
        places: @escaping @Sendable (String) -> ServiceCaller.Place?
    ) -> GatewayService {
        GatewayService(
            directory: ServiceList.directory,
            installed: Set(ServiceList.installed.map(\.name)),
            version: Version.current,
            people: people,
            seal: seal,
            places: places
        )
    }
}
