import CertificateAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension CertificateService {
    func verify(_ request: VerifyCertificate, _ call: Call) async throws -> VerifyCertificate.Response {
        guard let found = try await printed(request.subdomain, request.code) else {
            throw CertificateError.unknownCertificate
        }
        return VerifyCertificate.Response(
            status: found.isRevoked ? .revoked : .valid,
            studentName: found.learnerName,
            courseTitle: found.courseTitle,
            schoolName: found.schoolName,
            serial: found.serial,
            completedAt: found.completedAt,
            issuedAt: found.issuedAt,
            revokedAt: found.revokedAt
        )
    }

    func showVerification(_ request: ShowVerification, _ call: Call) async throws -> Download {
        guard let found = try await printed(request.subdomain, request.code) else { return page.unknown() }
        return page.showing(found)
    }

    /// What is printed on the certificate of that code; `nil` when the school has none, or there is no such school.
    private func printed(_ subdomain: Line<100>, _ code: Line<100>) async throws -> PrintedCertificate? {
        guard let code = VerificationCode(typed: code.text), let subdomain = try? Subdomain(parsing: subdomain.text)
        else { return nil }
        // Whoever checks a certificate is in no school: the address names it.
        let school = try await database.platform(reason: "find the school of a certificate that somebody checks").value(
            "select id from auth.public_tenants where subdomain = \(subdomain)",
            as: TenantID.self
        )
        guard let school else { return nil }
        return try await database.tenant(school).first(
            """
            select certificate.learner_name, certificate.course_title, certificate.school_name,
                certificate.primary_color, certificate.accent_color, certificate.serial, certificate.code,
                certificate.completed_at, certificate.issued_at, revocation.revoked_at
            from certificate.certificates certificate
            left join certificate.revocations revocation on revocation.tenant_id = certificate.tenant_id
                and revocation.certificate_id = certificate.id and revocation.reinstated_at is null
            where certificate.code = \(code.text)
            """
        )
    }
}

/// What is printed on a certificate, and what became of it.
struct PrintedCertificate: Decodable, Sendable {
    var learnerName: String
    var courseTitle: String
    var schoolName: String
    var primaryColor: String
    var accentColor: String
    var serial: String
    var code: VerificationCode
    var completedAt: Date
    var issuedAt: Date
    var revokedAt: Date?

    var isRevoked: Bool { revokedAt != nil }
}
