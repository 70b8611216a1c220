package import Access
package import Endpoints
package import Values

/// Signs somebody in with password and e-mail address or username.
///
/// A wrong password, an unknown person and an unknown school answer alike (401 `Invalid credentials`) and take the
/// same work. Five failures within a quarter of an hour close the account to sign-in for a quarter of an hour: 429
/// `account_locked` with `Retry-After`, for names that do not exist as well, so that nobody learns which do.
package struct SignIn: Endpoint {
    package static let route = Route.post("/api/auth/login", "Signs in with a password.")
    package static let access = Access.anyone
    package static var unknownNames: UnknownNames { .ignored }

    /// The school's code; or `tenantID`. When both come, both must fit.
    package var tenantSubdomain: Subdomain?
    package var tenantID: TenantID?
    /// The e-mail address; people type their username into that field, too.
    package var email: Line<254>?
    package var username: Line<254>?
    package var password: Password

    package init(
        tenantSubdomain: Subdomain? = nil,
        tenantID: TenantID? = nil,
        email: Line<254>? = nil,
        username: Line<254>? = nil,
        password: Password
    ) {
        (self.tenantSubdomain, self.tenantID) = (tenantSubdomain, tenantID)
        (self.email, self.username, self.password) = (email, username, password)
    }

    /// The token pair with who signed in and where; portals need all of it.
    package struct Response: Codable, Sendable {
        package var accessToken: String
        package var refreshToken: String
        package var tokenType: String
        package var expiresIn: String
        package var user: User
        package var tenant: Tenant

        package init(_ tokens: TokenPair, user: User, tenant: Tenant) {
            (accessToken, refreshToken) = (tokens.accessToken, tokens.refreshToken)
            (tokenType, expiresIn) = (tokens.tokenType, tokens.expiresIn)
            (self.user, self.tenant) = (user, tenant)
        }
    }
}
