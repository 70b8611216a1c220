package import FoundationEssentials
package import Values

/// A document's id as the chat platform's clients know it: 24 hexadecimal digits, the last twelve bytes of the UUID.
package struct ChatDocumentID: Codable, Hashable, Sendable, SchemaDescribing {
    package let text: String

    package init(_ id: Identifier<some Any>) { text = Self.digits(id, 24) }

    /// That of what ties two together.
    package init(_ one: Identifier<some Any>, with other: Identifier<some Any>) {
        text = Self.digits(one, 12) + Self.digits(other, 12)
    }

    private static func digits(_ id: Identifier<some Any>, _ count: Int) -> String {
        String(id.description.filter { $0 != "-" }.suffix(count))
    }

    package init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(text)
    }

    package static var schema: JSON { ["type": "string", "pattern": "^[0-9a-f]{24}$"] }
    package static var example: Self { Self(UserID.example) }
}

extension ChatNoun {
    package enum Chatflow {}
}

/// A chatflow's row.
package typealias ChatflowRowID = Identifier<ChatNoun.Chatflow>

/// A chatflow as administrators see it: all that its server says of it, prompts and names of keys included.
package struct ChatflowDocument: Codable, Sendable {
    package var id: ChatDocumentID
    /// What it is asked by: the id of a flow at Flowise, the name of a model.
    package var flowiseID: String
    package var name: String
    package var description: String
    package var deployed: Bool
    package var isPublic: Bool
    @OrNull package var category: String?
    /// `CHATFLOW`, `AGENTFLOW` and what else Flowise has; `MODEL`.
    package var type: String
    @OrNull package var apiKeyID: String?
    @OrNull package var flowData: JSON?
    @OrNull package var chatbotConfig: JSON?
    @OrNull package var apiConfig: JSON?
    @OrNull package var analyticConfig: JSON?
    @OrNull package var speechToTextConfig: JSON?
    @OrNull package var createdDate: Date?
    @OrNull package var updatedDate: Date?
    package var syncedAt: Date
    /// `active`; `deleted` when its server lists it no more; `error` when what it lists could not be kept.
    package var syncStatus: String
    @OrNull package var syncError: String?

    enum CodingKeys: String, CodingKey, VerbatimKey {
        case id = "_id"
        case flowiseID = "flowise_id"
        case isPublic = "is_public"
        case apiKeyID = "api_key_id"
        case flowData = "flow_data"
        case chatbotConfig = "chatbot_config"
        case apiConfig = "api_config"
        case analyticConfig = "analytic_config"
        case speechToTextConfig = "speech_to_text_config"
        case createdDate = "created_date"
        case updatedDate = "updated_date"
        case syncedAt = "synced_at"
        case syncStatus = "sync_status"
        case syncError = "sync_error"
        case name, description, deployed, category, type
    }

    // tidy: allow parameter-count — the members of the document, given where its row is read
    package init(
        id: ChatDocumentID,
        flowiseID: String,
        name: String,
        description: String,
        deployed: Bool,
        isPublic: Bool,
        category: String?,
        type: String,
        apiKeyID: String?,
        configuration: JSON,
        createdDate: Date?,
        updatedDate: Date?,
        syncedAt: Date,
        syncStatus: String,
        syncError: String?
    ) {
        (self.id, self.flowiseID, self.name, self.description) = (id, flowiseID, name, description)
        (self.deployed, self.isPublic, self.category, self.type) = (deployed, isPublic, category, type)
        (self.apiKeyID, self.createdDate, self.updatedDate) = (apiKeyID, createdDate, updatedDate)
        (self.syncedAt, self.syncStatus, self.syncError) = (syncedAt, syncStatus, syncError)
        (flowData, chatbotConfig) = (configuration["flowData"], configuration["chatbotConfig"])
        (apiConfig, analyticConfig) = (configuration["apiConfig"], configuration["analytic"])
        speechToTextConfig = configuration["speechToText"]
    }
}
