import CertificateAPI
import Endpoints
import Values

extension CertificateService {
    func list(_ request: ListCertificates, _ call: Call) async throws -> ListCertificates.Response {
        // Both names mean the learner; who asks for two of them asks for nobody.
        if let user = request.userID, let student = request.studentID, user != student {
            return ListCertificates.Response(certificates: [], hasMore: false)
        }
        let limit = request.limit?.value ?? 50
        // One more than asked for tells whether there is a next page.
        let visible = VisibleCertificates(
            caller: try call.caller,
            course: request.courseID,
            learner: request.userID ?? request.studentID,
            limit: limit + 1,
            offset: ((request.page?.value ?? 1) - 1) * limit
        )
        let rows = try await call.read { try visible.rows(in: $0) }
        return ListCertificates.Response(
            certificates: rows.prefix(limit).map { $0.answer(addresses) },
            hasMore: rows.count > limit
        )
    }

    func get(_ request: GetCertificate, _ call: Call) async throws -> CertificateAnswer {
        let caller = try call.caller
        let row = try await call.read { try VisibleCertificates.one(request.certificateID, for: caller, in: $0) }
        return CertificateAnswer(row.answer(addresses))
    }
}
