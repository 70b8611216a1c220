/// An access token and the refresh token to get the next one with.
package struct TokenPair: Codable, Sendable {
    /// Sent as `Authorization: Bearer …`; valid for `expiresIn` seconds.
    package var accessToken: String
    package var refreshToken: String
    /// Always `Bearer`.
    package var tokenType: String
    /// Seconds as a decimal text, `"900"`: clients refuse a number and misread `"15m"` (contract section 2.1).
    package var expiresIn: String

    package init(accessToken: String, refreshToken: String, expiresIn: String) {
        self.accessToken = accessToken
        self.refreshToken = refreshToken
        tokenType = "Bearer"
        self.expiresIn = expiresIn
    }
}
