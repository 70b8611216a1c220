package import Access
package import Endpoints
package import Values

/// What models and chatflows cost in this school.
package struct ListPrices: Endpoint {
    package static let route = Route.get("/api/credits/prices", "What models and chatflows cost.", dialect: .accounting)
    package static let access = Access.signedIn

    package init() {}

    package struct Response: Codable, Sendable {
        /// The contract's models and those the school has a price for; at most 1,000.
        package var models: [ModelPrice]
        /// What a thousand tokens of any other model cost.
        package var otherModels: TokenPrice
        /// The chatflows that the school has a price for; at most 1,000.
        package var chatflows: [ChatflowPrice]
        /// What a prediction of any other chatflow costs.
        package var otherChatflows: Price

        package init(models: [ModelPrice], chatflows: [ChatflowPrice]) {
            (self.models, otherModels) = (models, .ofOtherModels)
            (self.chatflows, otherChatflows) = (chatflows, ChatflowPrice.ofOthers)
        }
    }
}

/// What a thousand tokens of one model cost.
package struct ModelPrice: Codable, Hashable, Sendable {
    package var modelID: String
    package var price: TokenPrice
    /// Whether the school has not said otherwise.
    package var isDefault: Bool

    package init(modelID: String, price: TokenPrice, isDefault: Bool) {
        (self.modelID, self.price, self.isDefault) = (modelID, price, isDefault)
    }
}

/// What a chatflow costs: so much for each prediction, or the tokens of a model.
package struct ChatflowPrice: Codable, Hashable, Sendable {
    package var chatflowID: String
    package var perPrediction: Price?
    /// Whose price the tokens have, where there is no flat one.
    package var modelID: String?
    /// That price.
    package var perThousandTokens: TokenPrice?
    /// Whether the school has not said otherwise.
    package var isDefault: Bool

    /// A credit for each prediction.
    package static let ofOthers = Price(micro: 1_000_000)

    package init(
        chatflowID: String,
        perPrediction: Price? = nil,
        modelID: String? = nil,
        perThousandTokens: TokenPrice? = nil,
        isDefault: Bool = false
    ) {
        (self.chatflowID, self.perPrediction, self.isDefault) = (chatflowID, perPrediction, isDefault)
        (self.modelID, self.perThousandTokens) = (modelID, perThousandTokens)
    }
}

/// What a thousand tokens of a model cost in this school.
package struct GetModelPrice: Endpoint {
    package static let route = Route.get(
        "/api/credits/prices/models/{modelId}",
        "What a model costs.",
        dialect: .accounting
    )
    package static let access = Access.signedIn

    package var modelID: ModelID

    package init(_ modelID: ModelID) { self.modelID = modelID }

    package typealias Response = ModelPrice
}

/// Says what a thousand tokens of a model cost in this school.
package struct SetModelPrice: Endpoint {
    package static let route = Route.put(
        "/api/credits/prices/models/{modelId}",
        "Sets the price of a model.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var modelID: ModelID
    package var input: Price
    package var output: Price

    package init(_ modelID: ModelID, input: Price, output: Price) {
        (self.modelID, self.input, self.output) = (modelID, input, output)
    }

    package typealias Response = ModelPrice
}

/// Gives a model its default price back.
package struct ResetModelPrice: Endpoint {
    package static let route = Route.delete(
        "/api/credits/prices/models/{modelId}",
        "Gives a model its default price back.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var modelID: ModelID

    package init(_ modelID: ModelID) { self.modelID = modelID }

    package typealias Response = ModelPrice
}

/// Gives a chatflow its default price back.
package struct ResetChatflowPrice: Endpoint {
    package static let route = Route.delete(
        "/api/credits/prices/chatflows/{chatflowId}",
        "Gives a chatflow its default price back.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var chatflowID: Line<100>

    package init(_ chatflowID: Line<100>) { self.chatflowID = chatflowID }

    package typealias Response = ChatflowPrice
}

/// What a prediction of a chatflow costs: a credit, unless the school says otherwise.
package struct GetChatflowPrice: Endpoint {
    package static let route = Route.get(
        "/api/credits/prices/chatflows/{chatflowId}",
        "What a chatflow costs.",
        dialect: .accounting
    )
    package static let access = Access.signedIn

    package var chatflowID: Line<100>

    package init(_ chatflowID: Line<100>) { self.chatflowID = chatflowID }

    package typealias Response = ChatflowPrice
}

/// Says what a chatflow costs: a flat price for each prediction, or the tokens of a model. One of both.
package struct SetChatflowPrice: Endpoint {
    package static let route = Route.put(
        "/api/credits/prices/chatflows/{chatflowId}",
        "Sets the price of a chatflow.",
        dialect: .accounting
    )
    package static let access = Access.roles(.admin)

    package var chatflowID: Line<100>
    package var perPrediction: Price?
    package var modelID: ModelID?

    package init(_ chatflowID: Line<100>, perPrediction: Price? = nil, modelID: ModelID? = nil) {
        (self.chatflowID, self.perPrediction, self.modelID) = (chatflowID, perPrediction, modelID)
    }

    package typealias Response = ChatflowPrice
}
