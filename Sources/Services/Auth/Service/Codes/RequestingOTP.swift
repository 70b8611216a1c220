import AuthAPI
import Endpoints
import Events
import FoundationEssentials
import Postgres
import Values

/// Looks up whose number somebody asked a code for, and sends it. Secret, so that numbers that are nobody's are not
/// kept.
struct SendCode: Job {
    static let name = "auth.send_code"
    static let isSecret = true

    var purpose: CodePurpose
    var phoneNumber: PhoneNumber
    var origin: Origin
}

extension AuthService {
    func requestOTP(_ request: RequestOTP, _ call: Call) async throws -> Acknowledged {
        let school = try await school(request.tenantSubdomain, request.tenantID)
        try await requestCode(.signIn, to: request.phoneNumber, in: school, call)
        return Acknowledged("If this number has an account, a code is on its way to it.")
    }

    /// Does the same for every number, so that the time it takes tells nothing: the number is looked up by a job.
    func requestCode(_ purpose: CodePurpose, to number: PhoneNumber, in school: School?, _ call: Call) async throws {
        guard let school, school.status == .active else { return }
        try await call.limitMessages(of: school.id)
        try await database.tenant(school.id) { transaction in
            try transaction.spaceCodes(purpose, for: number.text, in: school.id, at: call.now)
            try transaction.enqueue(SendCode(purpose: purpose, phoneNumber: number, origin: Origin(call)))
        }
    }

    func send(_ job: SendCode, _ run: JobRun) async throws {
        try await run.database.tenant(run.tenant) { transaction in
            let holder = try transaction.holder(of: job.phoneNumber, in: run.tenant)
            let user = try holder.flatMap { try transaction.user($0, of: run.tenant) }
            // From now on, however long the job waited.
            if let user { try transaction.textCode(job.purpose, to: job.phoneNumber, of: user, at: Date()) }
            let entry = AuditEntry(
                action: user == nil ? .codeRequested : .codeSent,
                actor: user?.id,
                subject: user?.email
            )
            try transaction.audit(entry, in: run.tenant, from: job.origin)
        }
    }
}
