package import Access
package import Endpoints
package import FoundationEssentials
package import Values

/// What anybody who holds a certificate can learn: that it is genuine and still valid, and what is printed on it.
///
/// The code is read as people type it: in either case, with or without hyphens, O for 0, I and L for 1. A code that is
/// not known gets 404, whatever its form, and so does a school that is not known.
package struct VerifyCertificate: Endpoint {
    package static let route = Route.get(
        "/api/certificates/verify/{subdomain}/{code}",
        "Whether a certificate is genuine and valid."
    )
    package static let access = Access.anyone

    package var subdomain: Line<100>
    package var code: Line<100>

    package init(subdomain: Line<100>, code: Line<100>) { (self.subdomain, self.code) = (subdomain, code) }

    /// Nothing that is not printed on the certificate, but for what became of it.
    package struct Response: Codable, Sendable {
        package var valid: Bool
        package var status: CertificateStatus
        package var studentName: String
        package var courseTitle: String
        package var schoolName: String
        package var serial: String
        package var completedAt: Date
        package var issuedAt: Date
        package var revokedAt: Date?

        package init(
            status: CertificateStatus,
            studentName: String,
            courseTitle: String,
            schoolName: String,
            serial: String,
            completedAt: Date,
            issuedAt: Date,
            revokedAt: Date?
        ) {
            (self.status, valid) = (status, status == .valid)
            (self.studentName, self.courseTitle, self.schoolName) = (studentName, courseTitle, schoolName)
            (self.serial, self.completedAt, self.issuedAt) = (serial, completedAt, issuedAt)
            self.revokedAt = revokedAt
        }
    }
}

/// The same for people: the page that the QR code opens, in the school's colours. 404, as a page, for an unknown code.
package struct ShowVerification: DownloadEndpoint {
    package static let route = Route.get(
        "/verify/{subdomain}/{code}",
        "The page on which anybody checks a certificate."
    )
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]

    package var subdomain: Line<100>
    package var code: Line<100>

    package init(subdomain: Line<100>, code: Line<100>) { (self.subdomain, self.code) = (subdomain, code) }
}
