package import FoundationEssentials
package import Values

/// A certificate as its learner, their guardians, the course's teacher and the school's admins see it.
package struct IssuedCertificate: Codable, Hashable, Sendable {
    package var id: CertificateID
    package var courseID: CourseID
    /// The course's title when the certificate was issued, as are the two names.
    package var courseTitle: String
    package var userID: UserID
    package var studentName: String
    package var schoolName: String
    /// For people to refer to: `SA-2026-000123`, unique in the school.
    package var serial: String
    package var status: CertificateStatus
    package var completedAt: Date
    package var issuedAt: Date
    /// Only of a revoked one, as is the reason.
    package var revokedAt: Date?
    package var revocationReason: String?
    /// For typing in what the QR code holds: `7K2M-…`, seven groups of four.
    package var verificationCode: String
    /// Where anybody can check it without signing in.
    package var verificationURL: String
    /// Where the signed-in get the printable form.
    package var pdfURL: String

    package init(
        id: CertificateID,
        courseID: CourseID,
        courseTitle: String,
        userID: UserID,
        studentName: String,
        schoolName: String,
        serial: String,
        status: CertificateStatus,
        completedAt: Date,
        issuedAt: Date,
        revokedAt: Date? = nil,
        revocationReason: String? = nil,
        verificationCode: String,
        verificationURL: String,
        pdfURL: String
    ) {
        (self.id, self.courseID, self.courseTitle, self.userID) = (id, courseID, courseTitle, userID)
        (self.studentName, self.schoolName, self.serial, self.status) = (studentName, schoolName, serial, status)
        (self.completedAt, self.issuedAt) = (completedAt, issuedAt)
        (self.revokedAt, self.revocationReason) = (revokedAt, revocationReason)
        (self.verificationCode, self.verificationURL, self.pdfURL) = (verificationCode, verificationURL, pdfURL)
    }
}

/// Whether the school stands by a certificate.
package enum CertificateStatus: String, Codable, Hashable, Sendable, CaseIterable {
    case valid
    case revoked
}
