import Access
import AuthAPI
import Documents
import Endpoints
import FoundationEssentials
import Postgres
import Values

// Answers hold secrets, so nothing here is written through `call.write`, which keeps answers for a day.
extension AuthService {
    func twoFactor(_ request: GetTwoFactor, _ call: Call) async throws -> GetTwoFactor.Response {
        let caller = try call.caller
        let factor = try await call.read { try $0.secondFactor(of: caller.userID, in: caller.tenantID) }
        let isEnabled = factor?.confirmedAt != nil
        return GetTwoFactor.Response(
            enabled: isEnabled,
            recoveryCodesLeft: isEnabled ? factor?.recoveryCodesLeft ?? 0 : 0
        )
    }

    func enrollTwoFactor(_ request: EnrollTwoFactor, _ call: Call) async throws -> EnrollTwoFactor.Response {
        guard let key = settings.installationSecret else { throw AuthError.twoFactorUnavailable }
        let user = try await enrolling(request.challengeToken, call)
        if request.challengeToken == nil {
            guard let password = request.password else { throw AuthError.missing(field: "password") }
            try await prove(password, of: user, call)
        }
        let secret = TimedCode.makeSecret()
        let sealed = try key.seal(secret, for: user.id, in: user.tenantID)
        let isPending = try await database.tenant(user.tenantID) { transaction in
            try transaction.execute(
                """
                insert into auth.second_factors as f (tenant_id, user_id, secret, created_at)
                values (\(user.tenantID), \(user.id), \(sealed), \(call.now))
                on conflict (tenant_id, user_id) do update
                set secret = excluded.secret, created_at = excluded.created_at, last_step = 0
                where f.confirmed_at is null
                """
            ) == 1
        }
        guard isPending else { throw AuthError.twoFactorEnabled }
        let uri = Self.otpauthURI(secret, for: user)
        return EnrollTwoFactor.Response(
            secret: Base32.text(secret),
            otpauthURI: uri,
            qrCode: try QRPicture.address(of: uri)
        )
    }

    func confirmTwoFactor(_ request: ConfirmTwoFactor, _ call: Call) async throws -> ConfirmTwoFactor.Response {
        let user = try await enrolling(request.challengeToken, call)
        let opensSession = request.challengeToken != nil
        let origin = Origin(call)
        struct Confirmed: Sendable {
            var codes: [String]
            var session: RefreshableSession?
        }
        let outcome: Result<Confirmed, AuthError> = try await database.tenant(user.tenantID) {
            [settings] transaction in
            guard let key = settings.installationSecret else { throw AuthError.twoFactorUnavailable }
            guard let factor = try transaction.secondFactor(of: user.id, in: user.tenantID) else {
                throw AuthError.twoFactorNotBegun
            }
            guard factor.confirmedAt == nil else { throw AuthError.twoFactorEnabled }
            let verdict = try transaction.take(request.code.text, for: user, factor, settings, at: call.now)
            let refusal = try transaction.refusal(verdict, of: user, from: origin, isSignedIn: !opensSession)
            if let refusal { return .failure(refusal) }
            try transaction.execute(
                """
                update auth.second_factors set confirmed_at = \(call.now)
                where tenant_id = \(user.tenantID) and user_id = \(user.id)
                """
            )
            let codes = try transaction.makeRecoveryCodes(for: user, key)
            let entry = AuditEntry(action: .twoFactorEnabled, actor: user.id, subject: user.email)
            try transaction.audit(entry, in: user.tenantID, from: origin)
            try transaction.tell(user, of: .twoFactorChanged, at: call.now)
            let session = opensSession ? try transaction.admit(user, settings, from: origin) : nil
            return .success(Confirmed(codes: codes, session: session))
        }
        let confirmed = try outcome.get()
        return ConfirmTwoFactor.Response(
            recoveryCodes: confirmed.codes,
            session: try await confirmed.session.asyncMap { try await answer(user, $0, call) }
        )
    }

    /// Who sets a factor up: the holder of a challenge for it, or whoever is signed in.
    private func enrolling(_ challenge: Line<256>?, _ call: Call) async throws -> User {
        if let challenge { return try await holder(of: challenge.text, for: .enroll, call) }
        let caller = try call.caller
        let user = try await call.school.first(.user(caller.userID, of: caller.tenantID), as: User.self)
        guard let user else { throw AuthError.unknownUser }
        return user
    }

    /// What authenticator apps read from the picture (Key Uri Format): they show school and address.
    private static func otpauthURI(_ secret: [UInt8], for user: User) -> String {
        let issuer = PercentEncoding.encode("Elymica \(user.tenantSubdomain)")
        let account = PercentEncoding.encode(user.email.text)
        return "otpauth://totp/\(issuer):\(account)?secret=\(Base32.text(secret))&issuer=\(issuer)"
    }
}

/// A QR code as an SVG in a `data:` address.
enum QRPicture {
    static func address(of text: String) throws -> String {
        let code = try QRCode(text)
        var path = ""
        for row in 0..<code.size {
            for column in 0..<code.size where code[row, column] { path += "M\(column + 4) \(row + 4)h1v1h-1z" }
        }
        let side = code.size + 8
        let svg = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/><path d="\(path)"/></svg>
            """
        return "data:image/svg+xml;base64," + Data(svg.utf8).base64EncodedString()
    }
}

extension Optional where Wrapped: Sendable {
    fileprivate func asyncMap<R>(_ transform: (Wrapped) async throws -> R) async rethrows -> R? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
