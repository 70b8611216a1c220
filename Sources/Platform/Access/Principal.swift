package import FoundationEssentials
package import Values

extension Noun {
    package enum Token {}
}

/// The id of one access token (`jti`).
package typealias TokenID = Identifier<Noun.Token>

/// Who is signed in, where and as what: what a token is issued for.
package struct Identity: Hashable, Sendable {
    package var userID: UserID
    package var tenantID: TenantID
    package var role: Role
    package var sessionID: SessionID
    /// The person's name, for greeting and for what other people see.
    package var name: String?
    /// The language the person reads, as a BCP 47 tag.
    package var locale: String?
    /// Sign-in name and address: only the chat platform's other services read them from the token.
    package var username: String?
    package var email: String?

    package init(
        userID: UserID,
        tenantID: TenantID,
        role: Role,
        sessionID: SessionID,
        name: String? = nil,
        locale: String? = nil,
        username: String? = nil,
        email: String? = nil
    ) {
        (self.userID, self.tenantID, self.role, self.sessionID) = (userID, tenantID, role, sessionID)
        (self.name, self.locale, self.username, self.email) = (name, locale, username, email)
    }
}

/// Somebody whose access token or API key was verified: the only thing access decisions are made from.
package struct Principal: Hashable, Sendable {
    package let identity: Identity
    package let tokenID: TokenID
    /// When the token was issued, to the millisecond: what a revocation is compared with.
    package let issuedAt: Date
    package let expiresAt: Date
    /// What the API key opens that was shown; `nil` for an access token, which opens all that its holder may do.
    package let apiKeyScopes: Set<APIKeyScope>?

    package init(
        _ identity: Identity,
        tokenID: TokenID = TokenID(),
        issuedAt: Date,
        expiresAt: Date,
        apiKeyScopes: Set<APIKeyScope>? = nil
    ) {
        self.identity = identity
        self.apiKeyScopes = apiKeyScopes
        self.tokenID = tokenID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }

    /// Whether what was shown opens an endpoint of that scope; without one, only an access token does.
    package func opens(_ scope: APIKeyScope?) -> Bool {
        guard let apiKeyScopes else { return true }
        return scope.map(apiKeyScopes.contains) ?? false
    }

    package var userID: UserID { identity.userID }
    package var tenantID: TenantID { identity.tenantID }
    package var role: Role { identity.role }
    package var sessionID: SessionID { identity.sessionID }
    package var name: String? { identity.name }
    package var locale: String? { identity.locale }
}
