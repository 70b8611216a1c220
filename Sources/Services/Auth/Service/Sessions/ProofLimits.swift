import Access
import Cache
import Endpoints
import Values

/// Limits on what goes round the password at sign-in: five a minute (contract 2.8), counted before anything is looked
/// up, by what was named and whether it exists or not. Codes have ``SignInLimits``.
extension Call {
    /// Counts asking for a link by mail.
    func limitLinks(to address: String, in tenant: TenantID) async throws {
        try await limit(\.authentication, LimitKey("link", tenant.description, address))
        try await limitMessages(of: tenant)
    }

    /// Counts what has a school send somebody a message, at the word of whoever is not signed in: a new account, a
    /// link, a code.
    func limitMessages(of tenant: TenantID) async throws {
        try await limit(\.messagesOfAddress, LimitKey(address: remoteAddress, in: tenant))
    }

    /// Counts an account that somebody makes for themselves.
    func limitRegistrations(in tenant: TenantID) async throws {
        try await limitMessages(of: tenant)
        try await limit(\.registrationsOfTenant, LimitKey(tenant))
    }

    /// Counts a try to say the current password of the account that calls.
    func limitPasswordTries() async throws {
        try await limit(\.authentication, LimitKey("password", try caller.userID.description))
    }

    /// The password was right: only failures fill the limit.
    func forgetPasswordTries() async throws {
        await forgetCounts(\.authentication, LimitKey("password", try caller.userID.description))
    }
}
