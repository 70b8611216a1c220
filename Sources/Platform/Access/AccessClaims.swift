import FoundationEssentials
import Values

/// What an access token says, and how it is written (RFC 9068, with the claim names of both old systems).
struct AccessClaims {
    let principal: Principal
    let notBefore: Date?

    static let issuer = "elymica"
    static let audience = "elymica"
    /// The header's `typ`, by which no other kind of token passes for an access token (RFC 9068 §2.1).
    static let mediaType = "at+jwt"
    static let type = "access"

    init(_ principal: Principal) { (self.principal, notBefore) = (principal, nil) }

    /// `type`, `username` and `email` are for verifiers of the old systems. Under HS256 there is no `aud`, because the
    /// chat proxy refuses a token that has one.
    func json(for algorithm: SignatureAlgorithm, form: TokenForm = .campus) -> JSON {
        let identity = principal.identity
        var claims = JSONObject()
        claims["iss"] = .string(Self.issuer)
        claims["sub"] = .string(identity.userID.description)
        claims["user_id"] = .string(identity.userID.description)
        claims["tenant_id"] = .string(identity.tenantID.description)
        claims["role"] = .string(identity.role.rawValue)
        claims["sid"] = .string(identity.sessionID.description)
        claims["jti"] = .string(principal.tokenID.description)
        claims["typ"] = .string(Self.type)
        claims["type"] = .string(Self.type)
        claims["iat"] = .integer(Int(principal.issuedAt.millisecondsSince1970 / 1000))
        claims["exp"] = .integer(Int(principal.expiresAt.millisecondsSince1970 / 1000))
        claims["name"] = identity.name.map(JSON.string)
        claims["locale"] = identity.locale.map(JSON.string)
        claims["username"] = identity.username.map(JSON.string)
        claims["email"] = identity.email.map(JSON.string)
        if algorithm == .edDSA { claims["aud"] = .string(Self.audience) }
        if form == .chat { rewriteForChat(&claims) }
        return .object(claims)
    }

    private func rewriteForChat(_ claims: inout JSONObject) {
        let identity = principal.identity
        let id = ChatUserID(identity.userID).text
        (claims["sub"], claims["user_id"], claims["uid"]) =
            (.string(id), .string(id), .string(identity.userID.description))
        claims["role"] = .string(identity.role.chatName)
        claims["campus_role"] = .string(identity.role.rawValue)
        claims["type"] = .string(Self.type)
        claims["username"] = identity.username.map(JSON.string)
        claims["email"] = identity.email.map(JSON.string)
    }

    /// Reads the claims of a token whose signature was verified with a key of that algorithm.
    init(_ claims: JSONObject, algorithm: SignatureAlgorithm) throws(TokenRefusal) {
        guard claims["typ"]?.string == Self.type else { throw .wrongType }
        guard claims["iss"]?.string == Self.issuer else { throw .wrongIssuer }
        let audience = claims["aud"]
        guard audience?.string == Self.audience || (audience == nil && algorithm == .hs256) else {
            throw .wrongAudience
        }
        let isChat = claims["uid"] != nil
        guard let userID: UserID = Self.identifier(claims[isChat ? "uid" : "sub"]), claims["user_id"] == claims["sub"],
            !isChat || claims["sub"]?.string == ChatUserID(userID).text,
            let tenantID: TenantID = Self.identifier(claims["tenant_id"]),
            let role = (claims[isChat ? "campus_role" : "role"]?.string).flatMap(Role.init(rawValue:)),
            let sessionID: SessionID = Self.identifier(claims["sid"]),
            let tokenID: TokenID = Self.identifier(claims["jti"]),
            let issued = Self.seconds(claims["iat"]), let expires = Self.seconds(claims["exp"]), issued < expires
        else { throw .badClaims }
        let notBefore = Self.seconds(claims["nbf"])
        guard claims["nbf"] == nil || notBefore != nil else { throw .badClaims }
        self.notBefore = notBefore.map { Date(timeIntervalSince1970: TimeInterval($0)) }
        let identity = Identity(
            userID: userID,
            tenantID: tenantID,
            role: role,
            sessionID: sessionID,
            name: claims["name"]?.string,
            locale: claims["locale"]?.string,
            username: claims["username"]?.string,
            email: claims["email"]?.string
        )
        principal = Principal(
            identity,
            tokenID: tokenID,
            issuedAt: Self.instant(of: tokenID, issuedInSecond: issued),
            expiresAt: Date(timeIntervalSince1970: TimeInterval(expires))
        )
    }

    /// `iat` counts whole seconds; the token's id, a UUID version 7, also holds the milliseconds.
    ///
    /// Without them a token issued right after a password change could not be told from one issued right before it.
    private static func instant(of tokenID: TokenID, issuedInSecond second: Int) -> Date {
        let bytes = tokenID.uuid.uuid
        let high = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
        let milliseconds = high.reduce(0) { $0 << 8 | Int64($1) }
        let isFromThatSecond = bytes.6 >> 4 == 7 && milliseconds / 1000 == second
        return Date(millisecondsSince1970: isFromThatSecond ? milliseconds : Int64(second) * 1000)
    }

    private static func identifier<Subject>(_ json: JSON?) -> Identifier<Subject>? {
        json?.string.flatMap { Identifier($0) }
    }

    /// Whole seconds since 1970, up to the year 9999.
    private static func seconds(_ json: JSON?) -> Int? {
        guard let seconds = json?.integer, (0...253_402_300_799).contains(seconds) else { return nil }
        return seconds
    }
}
