package import Access
package import Endpoints
package import Values

/// The certificate to print: one A4 page as a PDF, whose file bears the learner's name in their own script.
///
/// 410 once it is revoked, except for admins, who get it marked as such.
package struct DownloadCertificate: DownloadEndpoint {
    package static let route = Route.get(
        "/api/certificates/{certificate_id}/pdf",
        "The certificate to print, as a PDF."
    )
    package static let access = Access.signedIn
    package static let mediaTypes = ["application/pdf"]

    package var certificateID: CertificateID

    package init(_ certificateID: CertificateID) { self.certificateID = certificateID }
}
