import Values

extension StubState {
    /// Chat completions and the list of models.
    func openAI(_ request: StubRequest) -> StubPlay {
        guard isAuthorized(request) else {
            return .whole(401, #"{"error":{"message":"Wrong key.","type":"invalid_request_error"}}"#)
        }
        switch (request.method, request.path) {
        case ("GET", "/v1/models"):
            let models: [JSON] = ["stub", "slow"].map { ["id": .string($0), "object": "model"] }
            return refusal(ofList: "models")
                ?? .whole(200, (["object": "list", "data": .array(models)] as JSON).compact)
        case ("POST", "/v1/chat/completions"): return completion(request.json)
        default: return .whole(404, #"{"error":{"message":"Not found.","type":"invalid_request_error"}}"#)
        }
    }

    private func completion(_ question: JSON) -> StubPlay {
        let model = question["model"]?.string ?? ""
        let behaviour = behaviour(model)
        if let refusal = refusal(model, behaviour) { return refusal }
        let conversation = question["user"]?.string ?? ""
        let frames =
            question["stream"]?.bool == true
            ? chunks(behaviour, conversation, model, question["stream_options"]?["include_usage"]?.bool == true)
            : message(behaviour, conversation, model)
        return StubPlay(behaviour.steps(frames), conversation: conversation, isAnswer: true)
    }

    private func chunks(
        _ behaviour: StubBehaviour,
        _ conversation: String,
        _ model: String,
        _ includesUsage: Bool
    ) -> StubFrames {
        let usage = includesUsage ? behaviour.usage.map(Self.usage) : nil
        let isLong = behaviour.tokens > 1_000
        return StubFrames(
            conversation: conversation,
            beginning: [Self.chunk(model, ["role": "assistant", "content": ""])],
            token: { Self.chunk(model, ["content": .string($0)]) },
            ending: [Self.chunk(model, [:], finish: isLong ? "length" : "stop")]
                + (usage.map { ["data: " + Self.head(model, ["choices": [], "usage": $0]).compact + "\n\n"] } ?? [])
                + ["data: [DONE]\n\n"],
            failure: [#"data: {"error":{"message":"It failed.","type":"server_error","code":null}}"# + "\n\n"],
            opening: "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
        )
    }

    private func message(_ behaviour: StubBehaviour, _ conversation: String, _ model: String) -> StubFrames {
        let usage = behaviour.usage.map { ",\"usage\":\(Self.usage($0).compact)" } ?? ""
        return StubFrames(
            conversation: conversation,
            contentType: "application/json",
            beginning: [
                "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"model\":\(JSON.string(model).compact),"
                    + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\","
                    + "\"message\":{\"role\":\"assistant\",\"content\":\""
            ],
            token: { String(JSON.string($0).compact.dropFirst().dropLast()) },
            ending: ["\"}}]\(usage)}"],
            failure: ["\"}}],\"error\":{\"type\":\"server_error\"}}"],
            opening: ""
        )
    }

    private static func chunk(_ model: String, _ delta: JSON, finish: String? = nil) -> String {
        let choice: JSON = ["index": 0, "delta": delta, "finish_reason": finish.map { .string($0) } ?? .null]
        return "data: \(head(model, ["choices": [choice], "usage": .null]).compact)\n\n"
    }

    private static func head(_ model: String, _ rest: JSON) -> JSON {
        var chunk = JSONObject()
        chunk["id"] = "c-1"
        chunk["object"] = "chat.completion.chunk"
        chunk["created"] = 1_700_000_000
        chunk["model"] = .string(model)
        for member in rest.object?.members ?? [] { chunk[member.name] = member.value }
        return .object(chunk)
    }

    private static func usage(_ usage: StubUsage) -> JSON {
        [
            "prompt_tokens": .integer(usage.input), "completion_tokens": .integer(usage.output),
            "total_tokens": .integer(usage.input &+ usage.output),
        ]
    }
}
