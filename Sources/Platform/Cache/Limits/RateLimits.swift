/// The limits of the platform, as numbers an operator may choose.
package struct RateLimits: Sendable {
    /// Requests of one signed-in person at the gateway; `nil` sets no limit.
    package var person: RateLimit? = RateLimit("person", 100, in: .seconds(60))
    /// Tries to prove who one is, or asking for a code or a link: of one account. A success is not counted.
    package var authentication = RateLimit("authentication", 5, in: .seconds(60))
    /// Invitations by one administrator.
    package var invitations = RateLimit("invitations", 5, in: .seconds(60))
    /// Whatever moves money, of one person.
    package var payments = RateLimit("payments", 10, in: .seconds(60))
    /// Failed sign-ins from one address, whichever accounts they try. Wide, because everybody who signs in through a
    /// portal comes from the portal's server.
    package var failuresOfAddress = RateLimit("sign-in-address", 120, in: .seconds(60))
    /// Failed sign-ins to one school, from wherever.
    package var failuresOfTenant = RateLimit("sign-in-tenant", 300, in: .seconds(60))
    /// What people who are not signed in have a school send, from one address: accounts, links and codes, each a
    /// message to somebody. Wide, because a whole school may sign up from one address; `nil` sets no limit.
    package var messagesOfAddress: RateLimit? = RateLimit("messages-address", 300, in: .seconds(3600))
    /// Accounts that people make themselves in one school, from wherever; `nil` sets no limit.
    package var registrationsOfTenant: RateLimit? = RateLimit("registrations-tenant", 3_000, in: .seconds(3600))

    /// Questions of one person to the tutor, and of all of a school; `nil` sets no limit.
    package var questions: RateLimit? = RateLimit("questions", 120, in: .seconds(60))
    package var questionsOfTenant: RateLimit? = RateLimit("questions-tenant", 6_000, in: .seconds(60))

    package init() {}
}
