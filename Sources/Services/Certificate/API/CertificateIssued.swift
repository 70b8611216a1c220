import Events
package import Values

/// A learner has a certificate: announced once for each learner and course.
package struct CertificateIssued: Event {
    package static let name = "certificate.issued"

    package var certificateID: CertificateID
    package var courseID: CourseID
    package var courseTitle: String
    package var userID: UserID
    package var serial: String
    /// Where anybody can check it, to be put behind the installation's address: `/verify/sunrise-academy/7K2M-…`.
    package var verificationPath: String

    package init(
        certificateID: CertificateID,
        courseID: CourseID,
        courseTitle: String,
        userID: UserID,
        serial: String,
        verificationPath: String
    ) {
        (self.certificateID, self.courseID, self.courseTitle) = (certificateID, courseID, courseTitle)
        (self.userID, self.serial, self.verificationPath) = (userID, serial, verificationPath)
    }
}
