package import Access
package import Endpoints
package import Values

/// One certificate, for those who may see it in the list; 404 for everybody else.
package struct GetCertificate: Endpoint {
    package static let route = Route.get("/api/certificates/{certificate_id}", "One certificate.")
    package static let access = Access.signedIn

    package var certificateID: CertificateID

    package init(_ certificateID: CertificateID) { self.certificateID = certificateID }

    package typealias Response = CertificateAnswer
}

/// One certificate as an answer.
package struct CertificateAnswer: Codable, Sendable {
    package var certificate: IssuedCertificate

    package init(_ certificate: IssuedCertificate) { self.certificate = certificate }
}
