package import Access
package import Endpoints
package import Values

/// Declares a certificate void: from now on whoever checks it is told so.
///
/// For the course's teacher and admins. Revoking it again changes nothing, the first reason stays.
package struct RevokeCertificate: Endpoint {
    package static let route = Route.post("/api/certificates/{certificate_id}/revoke", "Declares a certificate void.")
    package static let access = Access.roles(.teacher, .admin)

    package var certificateID: CertificateID
    /// For the school's records and the learner; whoever checks the certificate does not see it.
    package var reason: Line<500>

    package init(_ certificateID: CertificateID, reason: Line<500>) {
        (self.certificateID, self.reason) = (certificateID, reason)
    }

    package typealias Response = CertificateAnswer
}

/// Takes a revocation back; the school's records keep it.
package struct ReinstateCertificate: Endpoint {
    package static let route = Route.post(
        "/api/certificates/{certificate_id}/reinstate",
        "Makes a revoked certificate valid again."
    )
    package static let access = Access.roles(.admin)

    package var certificateID: CertificateID

    package init(_ certificateID: CertificateID) { self.certificateID = certificateID }

    package typealias Response = CertificateAnswer
}
