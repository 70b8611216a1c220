package import Endpoints

/// Who people are: schools, accounts, sign-in, sessions, and the keys that everybody verifies tokens with.
///
/// A school (tenant) is named by its code (`tenant_subdomain`, what a portal's sign-in form asks for) or its id.
/// People sign in with e-mail address or username and get an access token, which any service verifies by itself, and
/// a refresh token, which only this service understands. Nobody becomes more than a student or a parent by
/// registering.
package enum Auth {
    /// Name, port and paths of the service.
    package static let service = ServiceIdentity(
        "auth",
        port: 8007,
        purpose: "accounts, sign-in and sessions",
        paths: [
            "/api/auth", "/.well-known/jwks.json", "/api/compliance/audit-log", "/reset-password", "/verify-email",
            "/accept-invitation",
            "/api/v1/chat/authenticate", "/api/v1/chat/refresh", "/api/v1/chat/revoke",
        ],
        features: [
            "JWT", "Session Management", "Registration", "OTP/2FA", "JWKS", "Audit Log", "Password Reset",
            "Invitations", "Metrics",
        ]
    )
}
