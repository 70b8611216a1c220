package import Access
package import Endpoints
package import Values

/// What so many tokens of a model cost, half of them read and half of them written, rounded up to whole credits.
package struct CalculateCredits: Endpoint {
    package static let route = Route.post(
        "/api/credits/calculate",
        "What so many tokens of a model cost.",
        dialect: .accounting
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var modelID: ModelID
    package var tokens: TokenCount

    package init(modelID: ModelID, tokens: TokenCount) { (self.modelID, self.tokens) = (modelID, tokens) }

    package struct Response: Codable, Sendable {
        package var credits: Int

        package init(credits: Int) { self.credits = credits }
    }
}

/// A model as its supplier names it.
package typealias ModelID = Line<100>
/// How many tokens; no answer comes near the most.
package typealias TokenCount = Bounded<0, 1_000_000_000>
