import Cache
import Endpoints
import Values

/// What a try to sign in is counted against, before the password costs anything.
///
/// The account's own limit takes a count at once, so that no more than five guesses at one account are looked at in any
/// minute, however many come at the same moment and to however many processes. A success clears it: only failures fill
/// it. The wide limits of an address and of a school count failures alone; they slow down whoever tries one password on
/// many accounts.
struct SignInLimits: Sendable {
    private let call: Call
    private let account: LimitKey?
    private let address: LimitKey
    private let tenant: LimitKey?
    private var isSlowedByOthers = true

    /// `account` is the account's own name where there is one, so that no other spelling is another count.
    init(_ call: Call, tenant: TenantID?, account: String) {
        self.call = call
        self.account = Self.key(tenant, account)
        address = LimitKey(address: call.remoteAddress)
        self.tenant = tenant.map { LimitKey($0) }
    }

    /// A try with a code in the place of a password. Codes count their own tries, in rows (`CodeLimits`); what is left
    /// to limit is one code tried on many accounts.
    init(_ call: Call, codesOf tenant: TenantID) {
        self.call = call
        account = nil
        address = LimitKey(address: call.remoteAddress)
        self.tenant = LimitKey(tenant)
    }

    /// A try from a device that the account has signed in with is not slowed down by what others do from its address or
    /// to its school.
    init(_ call: Call, _ attempt: SignInAttempt) {
        self.init(call, tenant: attempt.tenant, account: attempt.account)
        isSlowedByOthers = !attempt.isFromKnownDevice
    }

    static func key(_ tenant: TenantID?, _ account: String) -> LimitKey {
        LimitKey("account", tenant?.description ?? "nowhere", account)
    }

    /// Before the password is looked at. Several devices of one account at the same moment wait for each other.
    func begin() async throws {
        if isSlowedByOthers {
            try await call.checkLimit(\.failuresOfAddress, address)
            if let tenant { try await call.checkLimit(\.failuresOfTenant, tenant) }
        }
        guard let account else { return }
        try await call.limit(\.authentication, account, patience: tenant == nil ? nil : .seconds(2))
    }

    /// It was not them.
    func failed() async {
        await call.countFailure(\.failuresOfAddress, address)
        if let tenant { await call.countFailure(\.failuresOfTenant, tenant) }
    }

    /// It was them.
    func succeeded() async {
        if let account { await call.forgetCounts(\.authentication, account) }
    }

    /// The password was not looked at after all.
    func gaveUp() async {
        if let account { await call.giveBack(\.authentication, account) }
    }
}
