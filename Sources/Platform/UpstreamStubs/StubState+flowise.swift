import Synchronization
import Values

extension StubState {
    /// Flowise as its clients see it, down to the names of events in their data and the lines that mean nothing.
    func flowise(_ request: StubRequest) -> StubPlay {
        let parts = request.path.split(separator: "/").dropFirst(2).map(String.init)
        switch (request.method, parts.first ?? "", parts.dropFirst().first) {
        case ("GET", "ping", _): return .whole(200, "pong", type: "text/plain")
        case ("GET", "chatflows", nil):
            guard isAuthorized(request) else { return .whole(401, #"{"error":"Unauthorized Access"}"#) }
            return refusal(ofList: "chatflows") ?? .whole(200, JSON.array(chatflows.withLock { $0 }).compact)
        case ("GET", "chatflows", let flow?):
            return refusal(ofList: flow)
                ?? .whole(200, (["id": .string(flow), "flowData": "{}", "streaming": true] as JSON).compact)
        case ("GET", "chatflows-streaming", let flow?):
            return .whole(200, (["isStreaming": .bool(behaviour(flow).streams)] as JSON).compact)
        case ("GET", "chatmessage", let flow?): return messages(of: flow, isAuthorized(request))
        case ("PUT", "chatmessage", "abort"?):
            count { $0.stops += 1 }
            return .whole(200, #"{"status":200,"message":"Chat message aborted"}"#)
        case ("POST", "attachments", _):
            return .whole(200, #"[{"name":"a.txt","mimeType":"text/plain","size":5,"content":"hello"}]"#)
        case ("POST", "prediction", let flow?): return prediction(flow, request)
        default: return .whole(404, #"{"statusCode":404,"success":false,"message":"Not found","stack":{}}"#)
        }
    }

    /// A flow that says nothing while it streams has kept what it would have said.
    private func messages(of flow: String, _ isAuthorized: Bool) -> StubPlay {
        guard isAuthorized else { return .whole(401, #"{"error":"Unauthorized Access"}"#) }
        let behaviour = behaviour(flow)
        guard case .saysNothing = behaviour.fault else { return .whole(200, "[]") }
        let text = (0..<behaviour.tokens).map(behaviour.text).joined()
        return .whole(200, ([["id": "m-1", "role": "apiMessage", "content": .string(text)]] as JSON).compact)
    }

    private func prediction(_ flow: String, _ request: StubRequest) -> StubPlay {
        let behaviour = behaviour(flow)
        if let refusal = refusal(flow, behaviour) { return refusal }
        let question = request.json
        let conversation = question["chatId"]?.string ?? ""
        let streams = question["streaming"]?.bool == true && behaviour.streams
        let frames = streams ? streamed(behaviour, conversation) : whole(behaviour, conversation)
        return StubPlay(behaviour.steps(frames), conversation: conversation, isAnswer: true)
    }

    private func streamed(_ behaviour: StubBehaviour, _ conversation: String) -> StubFrames {
        let first = Self.event("start", .string(behaviour.text(0)))
        let metadata = Self.event("metadata", ["chatId": .string(conversation), "chatMessageId": "m-1"])
        let end = Self.event("end", "[DONE]")
        let agent = [
            Self.event("agentFlowEvent", "INPROGRESS"),
            Self.event("nextAgentFlow", ["nodeId": "llm", "nodeLabel": "LLM", "status": "INPROGRESS"]),
        ]
        return StubFrames(
            conversation: conversation,
            beginning: behaviour.isAgentFlow ? agent : [first],
            token: { Self.event("token", .string($0)) },
            ending: (behaviour.isAgentFlow ? Self.executed(behaviour) : []) + [":heartbeat\n\n", metadata, end],
            failure: [Self.event("error", "It failed."), end],
            opening: "message:\ndata:{\"event\":\"token\",\"data\":\""
        )
    }

    private static func executed(_ behaviour: StubBehaviour) -> [String] {
        let usage = behaviour.usage.map(Self.usage)
        var output: JSON = ["content": "…"]
        if let usage, var object = output.object {
            object["usageMetadata"] = usage
            output = .object(object)
        }
        return (usage.map { [event("usageMetadata", $0)] } ?? []) + [
            event("agentFlowExecutedData", [["nodeId": "llm", "data": ["output": output], "status": "FINISHED"]]),
            event("agentFlowEvent", "FINISHED"),
        ]
    }

    private static func usage(_ usage: StubUsage) -> JSON {
        [
            "input_tokens": .integer(usage.input), "output_tokens": .integer(usage.output),
            "total_tokens": .integer(usage.input &+ usage.output),
        ]
    }

    /// An answer that comes as one JSON object, its tokens counted as they are written.
    private func whole(_ behaviour: StubBehaviour, _ conversation: String) -> StubFrames {
        let rest: JSON = ["chatId": .string(conversation), "chatMessageId": "m-1", "sessionId": .string(conversation)]
        return StubFrames(
            conversation: conversation,
            contentType: "application/json",
            beginning: ["{\"text\":\""],
            token: { String(JSON.string($0).compact.dropFirst().dropLast()) },
            ending: ["\"," + rest.compact.dropFirst()],
            failure: ["\",\"text\":"],
            opening: ""
        )
    }

    private static func event(_ name: String, _ data: JSON) -> String {
        "message:\ndata:\((["event": .string(name), "data": data] as JSON).compact)\n\n"
    }
}
