import CertificateAPI
package import Endpoints
package import Events
package import Postgres

/// Issues certificates, prints them, and tells whoever holds one whether it is genuine.
package struct CertificateService: ServiceDefinition {
    package static let identity = Certificate.service
    package static let schema = SchemaMigrations(
        schema: "certificate",
        migrations: [.createCertificates, .createSerialCounters, .createRevocations]
    )

    let database: Database
    let addresses: CertificateAddresses
    let page: VerificationPage

    /// `publicBaseURL` is how the outside reaches the gateway, without a slash at its end; `database` is for
    /// verification, whose callers have no school of their own.
    package init(database: Database, publicBaseURL: String) throws {
        self.database = database
        addresses = CertificateAddresses(base: publicBaseURL)
        page = try VerificationPage()
    }

    package var operations: [Operation] {
        [
            Operation(ListCertificates.self, list),
            Operation(GetCertificate.self, get),
            Operation(DownloadCertificate.self, download),
            Operation(RevokeCertificate.self, revoke),
            Operation(ReinstateCertificate.self, reinstate),
            Operation(VerifyCertificate.self, verify),
            Operation(ShowVerification.self, showVerification),
        ]
    }

    package var subscriptions: [Subscription] { [issuing] }
}
