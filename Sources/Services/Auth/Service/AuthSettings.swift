package import Access
package import Values

/// What an operator decides about sign-in and sessions.
package struct AuthSettings: Sendable {
    /// How long a refresh token that has been used is answered again; zero is strict single use.
    package var refreshGrace: Duration = .seconds(30)
    /// Makes and checks refresh tokens. Without one every session has a random key of its own in its row.
    package var refreshSecret: RefreshSecret?
    /// When a session ends that nobody refreshes.
    package var idleLifetime: Duration = .seconds(7 * 86_400)
    /// When a session ends in any case.
    package var absoluteLifetime: Duration = .seconds(30 * 86_400)
    /// How many failures close an account to sign-in.
    package var failureLimit = 5
    /// For how long; also how long a failure is remembered.
    package var lockDuration: Duration = .seconds(900)
    /// Seals second factors. Without one there are none.
    package var installationSecret: InstallationSecret?

    /// The code of the school whose people the chat platform's are.
    package var chatTenant: Subdomain?
    /// Whether test scripts may ask for codes that were mailed.
    package var testingEndpoints = false

    package init() {}
}
