import Access
import AccountingAPI
import Endpoints
import Postgres
import Values

extension AccountingService {
    func listPrices(_ request: ListPrices, _ call: Call) async throws -> ListPrices.Response {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            let own = try transaction.all(
                """
                select model_id, input, output from accounting.model_prices where tenant_id = \(tenant)
                order by model_id limit 1000
                """,
                as: ModelPriceRow.self
            )
            let names = Set(own.map(\.modelID))
            let defaults = TokenPrice.defaults.filter { !names.contains($0.key) }.map {
                ModelPrice(modelID: $0.key, price: $0.value, isDefault: true)
            }
            let models = own.map { ModelPrice(modelID: $0.modelID, price: $0.price, isDefault: false) } + defaults
            let chatflows = try transaction.all(
                """
                select chatflow_id, per_prediction, model_id from accounting.chatflow_prices
                where tenant_id = \(tenant) order by chatflow_id limit 1000
                """,
                as: ChatflowPriceRow.self
            )
            let prices = Dictionary(models.map { ($0.modelID, $0.price) }) { first, _ in first }
            return ListPrices.Response(
                models: models.sorted { $0.modelID < $1.modelID },
                chatflows: chatflows.map { row in row.price { prices[$0] ?? .ofOtherModels } }
            )
        }
    }

    func showModelPrice(_ request: GetModelPrice, _ call: Call) async throws -> ModelPrice {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            let own = try transaction.ownPrice(of: request.modelID, in: tenant)
            let price = own ?? TokenPrice.ofEverybody(request.modelID)
            return ModelPrice(modelID: request.modelID.text, price: price, isDefault: own == nil)
        }
    }

    func setModelPrice(_ request: SetModelPrice, _ call: Call) async throws -> ModelPrice {
        let tenant = try call.caller.tenantID
        return try await call.write { transaction in
            try transaction.execute(
                """
                insert into accounting.model_prices (tenant_id, model_id, input, output)
                values (\(tenant), \(request.modelID), \(request.input.amount.micro), \(request.output.amount.micro))
                on conflict (tenant_id, model_id) do update set input = excluded.input, output = excluded.output
                """
            )
            let price = TokenPrice(input: request.input, output: request.output)
            return ModelPrice(modelID: request.modelID.text, price: price, isDefault: false)
        }
    }

    func resetModelPrice(_ request: ResetModelPrice, _ call: Call) async throws -> ModelPrice {
        let tenant = try call.caller.tenantID
        return try await call.write { transaction in
            try transaction.execute(
                "delete from accounting.model_prices where tenant_id = \(tenant) and model_id = \(request.modelID)"
            )
            let price = TokenPrice.ofEverybody(request.modelID)
            return ModelPrice(modelID: request.modelID.text, price: price, isDefault: true)
        }
    }

    func showChatflowPrice(_ request: GetChatflowPrice, _ call: Call) async throws -> ChatflowPrice {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            let row = try transaction.first(
                """
                select chatflow_id, per_prediction, model_id from accounting.chatflow_prices
                where tenant_id = \(tenant) and chatflow_id = \(request.chatflowID)
                """,
                as: ChatflowPriceRow.self
            )
            guard let row else { return .standard(of: request.chatflowID) }
            return try row.price { try transaction.price(of: ModelID(parsing: $0), in: tenant) }
        }
    }

    func resetChatflowPrice(_ request: ResetChatflowPrice, _ call: Call) async throws -> ChatflowPrice {
        let tenant = try call.caller.tenantID
        return try await call.write { transaction in
            try transaction.execute(
                """
                delete from accounting.chatflow_prices
                where tenant_id = \(tenant) and chatflow_id = \(request.chatflowID)
                """
            )
            return .standard(of: request.chatflowID)
        }
    }

    func setChatflowPrice(_ request: SetChatflowPrice, _ call: Call) async throws -> ChatflowPrice {
        let tenant = try call.caller.tenantID
        guard (request.perPrediction == nil) != (request.modelID == nil) else { throw AccountingError.onePrice }
        return try await call.write { transaction in
            let row = try transaction.first(
                """
                insert into accounting.chatflow_prices (tenant_id, chatflow_id, per_prediction, model_id)
                values (\(tenant), \(request.chatflowID), \(request.perPrediction?.amount.micro), \(request.modelID))
                on conflict (tenant_id, chatflow_id) do update
                set per_prediction = excluded.per_prediction, model_id = excluded.model_id
                returning chatflow_id, per_prediction, model_id
                """,
                as: ChatflowPriceRow.self
            )
            guard let row else { throw Problem.unavailable() }
            return try row.price { try transaction.price(of: ModelID(parsing: $0), in: tenant) }
        }
    }
}

extension ChatflowPrice {
    /// What costs as everybody's chatflows do.
    fileprivate static func standard(of chatflow: Line<100>) -> ChatflowPrice {
        ChatflowPrice(chatflowID: chatflow.text, perPrediction: ofOthers, isDefault: true)
    }
}

private struct ModelPriceRow: Decodable, Sendable {
    let modelID: String
    let input: Int
    let output: Int
    var price: TokenPrice { TokenPrice(input: Price(micro: input), output: Price(micro: output)) }
}

private struct ChatflowPriceRow: Decodable, Sendable {
    let chatflowID: String
    let perPrediction: Int?
    let modelID: String?

    func price(ofModel price: (String) throws -> TokenPrice) rethrows -> ChatflowPrice {
        ChatflowPrice(
            chatflowID: chatflowID,
            perPrediction: perPrediction.map { Price(micro: $0) },
            modelID: modelID,
            perThousandTokens: try modelID.map(price)
        )
    }
}

extension Transaction {
    /// What a thousand tokens of a model cost in a school.
    func price(of model: ModelID, in tenant: TenantID) throws -> TokenPrice {
        try ownPrice(of: model, in: tenant) ?? TokenPrice.ofEverybody(model)
    }

    /// What the school itself says that they cost.
    fileprivate func ownPrice(of model: ModelID, in tenant: TenantID) throws -> TokenPrice? {
        try first(
            """
            select model_id, input, output from accounting.model_prices
            where tenant_id = \(tenant) and model_id = \(model)
            """,
            as: ModelPriceRow.self
        )?.price
    }
}

extension TokenPrice {
    /// What a model costs where a school says nothing else.
    fileprivate static func ofEverybody(_ model: ModelID) -> TokenPrice { defaults[model.text] ?? ofOtherModels }
}
