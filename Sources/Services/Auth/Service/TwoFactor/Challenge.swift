import Access
import Crypto
import FoundationEssentials
import Values

/// What somebody gets who has proved the first factor and still lacks the second: good for nothing but the endpoints
/// below `/api/auth/two-factor`, for five minutes.
///
/// `ch1.<school>.<person>.<purpose>.<end>.<signature>`. It is no access token and no row. The signature covers the
/// password's hash, so a new password ends it; wrong codes are counted by account, so a second challenge gives no
/// further tries.
struct Challenge: Hashable, Sendable {
    enum Purpose: String, Sendable {
        /// To show a code of the second factor.
        case verify
        /// To enrol the second factor that the school asks for.
        case enroll
    }

    let tenant: TenantID
    let user: UserID
    let purpose: Purpose
    /// Seconds since 1970.
    private let end: Int
    private let signature: [UInt8]

    private static let version = "ch1"
    static let lifetime = 300

    // tidy: allow parameter-count — what it says, and what it is made with
    /// A challenge for somebody whose password has that hash.
    static func make(
        _ purpose: Purpose,
        for user: UserID,
        in tenant: TenantID,
        passwordHash: String?,
        secret: InstallationSecret,
        at now: Date
    ) -> Challenge {
        let end = Int(now.timeIntervalSince1970) + lifetime
        let text = signed(purpose, user, tenant, end, passwordHash)
        let signature = secret.mac("challenge", text)
        return Challenge(tenant: tenant, user: user, purpose: purpose, end: end, signature: signature)
    }

    /// Parses one without verifying it; `nil` unless it is written as `text` would.
    static func parse(_ text: String) -> Challenge? {
        guard text.utf8.count <= 256 else { return nil }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 6, parts[0] == version, let tenant = TenantID(parts[1]), let user = UserID(parts[2]),
            let purpose = Purpose(rawValue: parts[3]), let end = Int(parts[4]),
            let signature = Base64URL.bytes(parts[5].utf8)
        else { return nil }
        return Challenge(tenant: tenant, user: user, purpose: purpose, end: end, signature: signature)
    }

    /// Whether we made it for that purpose and this password, and its time is not over.
    func isValid(_ purpose: Purpose, passwordHash: String?, secret: InstallationSecret, at now: Date) -> Bool {
        let text = Self.signed(purpose, user, tenant, end, passwordHash)
        return purpose == self.purpose && now.timeIntervalSince1970 < TimeInterval(end)
            && secret.isValid(signature, "challenge", text)
    }

    /// What the client sends back. Never to be logged.
    var text: String {
        "\(Self.version).\(tenant).\(user).\(purpose.rawValue).\(end).\(Base64URL.text(signature))"
    }

    private static func signed(
        _ purpose: Purpose,
        _ user: UserID,
        _ tenant: TenantID,
        _ end: Int,
        _ passwordHash: String?
    ) -> String { "\(tenant)|\(user)|\(purpose.rawValue)|\(end)|\(passwordHash ?? "")" }
}
