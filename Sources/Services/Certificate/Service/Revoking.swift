import Access
import CertificateAPI
import Endpoints
import Postgres
import Values

extension CertificateService {
    func revoke(_ request: RevokeCertificate, _ call: Call) async throws -> CertificateAnswer {
        let caller = try call.caller
        return try await call.write { transaction in
            let row = try VisibleCertificates.one(request.certificateID, for: caller, in: transaction)
            // A teacher sees a certificate of their own as well, and has no say in it.
            guard row.isTaught || caller.role != .teacher else { throw CertificateError.notTheTeacher }
            try transaction.execute(
                """
                insert into certificate.revocations (tenant_id, id, certificate_id, reason, revoked_by)
                values (
                    \(caller.tenantID), \(RevocationID()), \(request.certificateID), \(request.reason), \(caller.userID)
                )
                on conflict (tenant_id, certificate_id) where reinstated_at is null do nothing
                """
            )
            return try answer(request.certificateID, for: caller, in: transaction)
        }
    }

    func reinstate(_ request: ReinstateCertificate, _ call: Call) async throws -> CertificateAnswer {
        let caller = try call.caller
        return try await call.write { transaction in
            try transaction.execute(
                """
                update certificate.revocations set reinstated_at = now(), reinstated_by = \(caller.userID)
                where certificate_id = \(request.certificateID) and reinstated_at is null
                """
            )
            return try answer(request.certificateID, for: caller, in: transaction)
        }
    }

    private func answer(
        _ id: CertificateID,
        for caller: Principal,
        in transaction: borrowing Transaction
    ) throws -> CertificateAnswer {
        CertificateAnswer(try VisibleCertificates.one(id, for: caller, in: transaction).answer(addresses))
    }
}

extension Noun {
    fileprivate enum Revocation {}
}

private typealias RevocationID = Identifier<Noun.Revocation>
