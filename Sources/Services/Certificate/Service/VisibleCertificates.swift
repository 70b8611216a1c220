import Access
import CertificateAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

/// The certificates a caller may see: their own; their children's, for a parent; those of the courses they teach, for a
/// teacher; every one of the school, for an admin. The filters narrow that.
struct VisibleCertificates: Sendable {
    let caller: Principal
    var id: CertificateID?
    var course: CourseReference?
    var learner: UserID?
    var limit = 1
    var offset = 0

    /// The newest first.
    func rows(in transaction: borrowing Transaction) throws -> [CertificateRow] {
        let isAdmin = caller.role == .admin || caller.role == .superAdmin
        return try transaction.all(
            """
            select certificate.id, certificate.course_id, certificate.course_title, certificate.user_id,
                certificate.learner_name, certificate.school_name, certificate.subdomain, certificate.primary_color,
                certificate.accent_color, certificate.serial, certificate.code, certificate.completed_at,
                certificate.issued_at, revocation.revoked_at, revocation.reason as revocation_reason,
                coalesce(course.instructor_id = \(caller.userID), false) as is_taught
            from certificate.certificates certificate
            left join certificate.revocations revocation on revocation.tenant_id = certificate.tenant_id
                and revocation.certificate_id = certificate.id and revocation.reinstated_at is null
            left join lms.public_courses course on course.tenant_id = certificate.tenant_id
                and course.id = certificate.course_id
            where (\(id) is null or certificate.id = \(id))
                and (\(course?.id) is null or certificate.course_id = \(course?.id))
                and (\(course?.code) is null or course.code = \(course?.code))
                and (\(learner) is null or certificate.user_id = \(learner))
                and (
                    \(isAdmin) or certificate.user_id = \(caller.userID)
                    or (\(caller.role == .teacher) and course.instructor_id = \(caller.userID))
                    or (\(caller.role == .parent) and exists (
                        select from enrollment.public_guardianships guardianship
                        where guardianship.tenant_id = certificate.tenant_id
                            and guardianship.guardian_id = \(caller.userID)
                            and guardianship.student_id = certificate.user_id
                    ))
                )
            order by certificate.issued_at desc, certificate.id desc
            limit \(limit) offset \(offset)
            """
        )
    }

    /// The one certificate, which has to be there.
    static func one(
        _ id: CertificateID,
        for caller: Principal,
        in transaction: borrowing Transaction
    ) throws -> CertificateRow {
        guard let row = try VisibleCertificates(caller: caller, id: id).rows(in: transaction).first else {
            throw CertificateError.unknownCertificate
        }
        return row
    }
}

/// A certificate as it is stored, with what became of it.
struct CertificateRow: Decodable, Sendable {
    var id: CertificateID
    var courseID: CourseID
    var courseTitle: String
    var userID: UserID
    var learnerName: String
    var schoolName: String
    var subdomain: String
    var primaryColor: String
    var accentColor: String
    var serial: String
    var code: VerificationCode
    var completedAt: Date
    var issuedAt: Date
    var revokedAt: Date?
    var revocationReason: String?
    /// Whether the one who asks teaches the course.
    var isTaught: Bool

    var isRevoked: Bool { revokedAt != nil }

    /// As it is answered.
    func answer(_ addresses: CertificateAddresses) -> IssuedCertificate {
        IssuedCertificate(
            id: id,
            courseID: courseID,
            courseTitle: courseTitle,
            userID: userID,
            studentName: learnerName,
            schoolName: schoolName,
            serial: serial,
            status: isRevoked ? .revoked : .valid,
            completedAt: completedAt,
            issuedAt: issuedAt,
            revokedAt: revokedAt,
            revocationReason: revocationReason,
            verificationCode: code.grouped,
            verificationURL: addresses.verification(subdomain, code),
            pdfURL: addresses.pdf(id)
        )
    }
}
