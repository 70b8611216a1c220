import Access
import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func verifyPhone(_ request: VerifyPhone, _ call: Call) async throws -> VerifyPhone.Response {
        guard let code = request.otp else { return try await sendPhoneCode(request.phoneNumber, call) }
        let caller = try call.caller
        let limits = SignInLimits(call, codesOf: caller.tenantID)
        try await limits.begin()
        let confirmed = try await database.tenant(caller.tenantID) { transaction -> PhoneNumber? in
            let taken = try transaction.takeCode(
                code,
                for: [.verifyPhone],
                of: caller.userID,
                in: caller.tenantID,
                at: call.now
            )
            guard let user = try transaction.user(caller.userID, of: caller.tenantID) else { return nil }
            let number = try taken.map { try PhoneNumber(parsing: $0.destination) }
            let isMeant = request.phoneNumber == nil || request.phoneNumber == number
            let isConfirmed = try isMeant && taken.map { try transaction.confirm($0, of: user, at: call.now) } == true
            let entry = AuditEntry(
                action: isConfirmed ? .phoneVerified : .codeRefused,
                actor: user.id,
                subject: user.email
            )
            try transaction.audit(entry, in: user.tenantID, from: Origin(call))
            return isConfirmed ? number : nil
        }
        guard let confirmed else {
            await limits.failed()
            throw AuthError.wrongCode
        }
        return VerifyPhone.Response(
            message: "Your phone number is confirmed.",
            phoneNumber: confirmed,
            phoneVerified: true
        )
    }

    /// Paced by the account, so that nobody has a list of numbers texted through it.
    private func sendPhoneCode(_ number: PhoneNumber?, _ call: Call) async throws -> VerifyPhone.Response {
        let caller = try call.caller
        return try await database.tenant(caller.tenantID) { transaction in
            guard let user = try transaction.user(caller.userID, of: caller.tenantID) else {
                throw Problem.unauthorized("The token is not valid.", code: "invalid_token")
            }
            guard let number = number ?? user.phoneNumber else { throw AuthError.missing(field: "phone_number") }
            let account = user.id.description
            try transaction.spaceCodes(.verifyPhone, for: account, in: user.tenantID, at: call.now)
            try transaction.textCode(.verifyPhone, to: number, of: user, at: call.now)
            let entry = AuditEntry(action: .codeSent, actor: user.id, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: Origin(call))
            return VerifyPhone.Response(
                message: "A code is on its way to your phone.",
                phoneNumber: number,
                phoneVerified: false
            )
        }
    }
}
