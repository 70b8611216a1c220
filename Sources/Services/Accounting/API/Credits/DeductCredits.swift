package import Access
package import Endpoints

/// Takes credits from the caller's wallet: all of them, or none and 400 `Insufficient credits`.
package struct DeductCredits: Endpoint {
    package static let route = Route.post(
        "/api/credits/deduct",
        "Takes credits from the caller's wallet.",
        dialect: .accounting
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var credits: WholeCredits

    package init(_ credits: WholeCredits) { self.credits = credits }

    package struct Response: Codable, Sendable {
        package var success: Bool
        package var message: String
        package var remainingBalance: Int

        package init(remainingBalance: Int) {
            (success, message, self.remainingBalance) = (true, "Credits deducted successfully", remainingBalance)
        }
    }
}
