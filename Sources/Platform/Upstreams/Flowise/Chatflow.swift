package import Values

/// A flow as Flowise lists it. Its `document` holds prompts and names of keys: nothing for users.
package struct Chatflow: Hashable, Sendable {
    package let flow: FlowiseFlow
    package let name: String
    /// `CHATFLOW`, `AGENTFLOW`, `MULTIAGENT`, `ASSISTANT`.
    package let type: String
    package let isDeployed: Bool
    package let isPublic: Bool
    package let category: String?
    /// Everything Flowise says of it, with its own names: `flowData`, `chatbotConfig`, `createdDate`, …
    package let document: JSONObject

    /// `nil` without an id and a name.
    init?(_ json: JSON) {
        guard let object = json.object, let flow = object["id"]?.string.flatMap(FlowiseFlow.init),
            let name = object["name"]?.string
        else { return nil }
        (self.flow, self.name, document) = (flow, name, object)
        type = object["type"]?.string ?? "CHATFLOW"
        isDeployed = object["deployed"]?.bool ?? false
        isPublic = object["isPublic"]?.bool ?? false
        category = object["category"]?.string
    }
}

extension FlowiseClient {
    /// Every flow the key may see, newest first; rows that are none are left out. Needs a key.
    package func chatflows() async throws(UpstreamFailure) -> [Chatflow] {
        let json = try await json(Upstream.Ask(path: "/api/v1/chatflows"))
        // Pages have the rows inside; a list without pages is the rows.
        guard let rows = json.array ?? json["data"]?.array else { throw UpstreamFailure(.malformed) }
        return rows.compactMap(Chatflow.init)
    }

    /// A flow's configuration as Flowise gives it.
    package func configuration(of flow: FlowiseFlow) async throws(UpstreamFailure) -> JSON {
        try await json(Upstream.Ask(path: "/api/v1/chatflows/\(flow)/config"))
    }
}
