package import Endpoints

/// The certificate service: what a learner has to show for a completed course, and how anybody can check it.
///
/// A certificate is issued by itself, once for each learner and course, when the course is completed. It keeps the
/// names and colours of that day: a school that is renamed does not change what it certified. Whoever holds one can
/// have it checked at an address nobody can guess, printed as a QR code.
package enum Certificate {
    package static let service = ServiceIdentity(
        "certificate",
        port: 8030,
        purpose: "Certificates of completed courses, and their verification.",
        paths: ["/api/certificates", "/verify"],
        features: ["Automatic issue", "PDF", "Public verification", "Revocation"]
    )
}
