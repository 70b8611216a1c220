package import Access
package import Endpoints

/// Who carries the installation's text messages, and the address that the provider's delivery reports must go to.
///
/// Twilio is told that address with each message. Africa's Talking asks for it on its dashboard; it holds a token that
/// proves who reports, so only those who run the platform see it.
package struct GetTextMessageProvider: Endpoint {
    package static let route = Route.get("/api/sms/provider", "Who carries text messages, and where it reports to.")
    package static let access = Access.roles(.superAdmin)

    package init() {}

    package struct Response: Codable, Sendable {
        package var provider: TextProviderName
        /// Absent without a provider that reports, and without `ELYMICA_PUBLIC_URL`.
        package var callbackURL: String?

        package init(provider: TextProviderName, callbackURL: String?) {
            (self.provider, self.callbackURL) = (provider, callbackURL)
        }
    }
}
