import Access
import AuthService
import CertificateService
import ContentService
import Endpoints
import EnrollmentService
import GatewayService
import LMSService
import NotificationService

/// Makes every service with what it depends on.
enum Services {
    static func make(_ parts: Campus.Parts, _ identity: IdentityParts) -> [any ServiceDefinition] {
        [
            AuthService(
                database: parts.database, keys: identity.keys, signer: identity.signer, revocations: identity.revocations,
                hasher: identity.hasher,
                settings: AuthSettings(
                    refreshGrace: parts.settings.refreshGrace, refreshSecret: parts.settings.refreshSecret)),
            LMSService(), ContentService(), EnrollmentService(),
            CertificateService(publicBaseURL: parts.publicURL), NotificationService(mailer: parts.mailer),
        ]
    }

    static func gateway(places: @escaping @Sendable (String) -> ServiceCaller.Place?) -> GatewayService {
        GatewayService(
            directory: ServiceList.directory, installed: Set(ServiceList.installed.map(\.name)), version: Version.current,
            places: places)
    }
}
