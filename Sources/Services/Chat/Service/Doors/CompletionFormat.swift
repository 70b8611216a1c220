import Endpoints
import FoundationEssentials
import HTTPTypes
import Upstreams
import Values

/// An answer as OpenAI's clients read it: chunks of a chat completion, and `[DONE]`. Never an `id:` or `retry:` line:
/// their reader takes the blank line after the next comment for an event then.
struct CompletionFormat: AnswerFormat {
    private let id: String
    /// What every chunk begins and ends with.
    private let (head, tail): (String, String)
    private let includesUsage: Bool

    init(_ turn: AskedTurn, model: String, includesUsage: Bool) {
        id = Self.id(of: turn)
        self.includesUsage = includesUsage
        let created = Int(turn.askedAt.timeIntervalSince1970)
        head =
            "data: {\"id\":\(JSON.string(id).compact),\"object\":\"chat.completion.chunk\",\"created\":\(created),"
            + "\"model\":\(JSON.string(model).compact),"
        tail = includesUsage ? ",\"usage\":null}\n\n" : "}\n\n"
    }

    var tellsLength: Bool { true }
    var opening: String { chunk(["role": "assistant", "content": ""]) }

    func text(of event: AnswerEvent) -> String {
        switch event {
        case .token(let text): chunk(["content": .string(text)])
        case .thinking(let text): chunk(["reasoning_content": .string(text)])
        case .activity("tool_calls", let calls): chunk(["tool_calls": Self.numbered(calls)])
        // What a flow does on the way, and what an answer rests on, has no place in this API.
        case .activity, .sources: ""
        case .ended(let summary):
            chunk([:], finish: summary.finish) + usageChunk(summary.usage) + "data: [DONE]\n\n"
        case .failed(let failure):
            "data: \(JSON.object(Dialect.openAIError(Problem(failure))).compact)\n\n"
        }
    }

    private func chunk(_ delta: JSON, finish: FinishReason? = nil) -> String {
        let reason = finish.map { "\"\($0.rawValue)\"" } ?? "null"
        return "\(head)\"choices\":[{\"index\":0,\"delta\":\(delta.compact),\"logprobs\":null,"
            + "\"finish_reason\":\(reason)}]\(tail)"
    }

    private func usageChunk(_ usage: UpstreamUsage) -> String {
        includesUsage ? "\(head)\"choices\":[],\"usage\":\(Self.usage(usage).compact)}\n\n" : ""
    }

    /// Pieces of calls belong together by their number, which an answer that came whole does not have.
    private static func numbered(_ calls: JSON) -> JSON {
        .array(
            (calls.array ?? []).enumerated().map { index, call in
                guard var call = call.object, call["index"] == nil else { return call }
                call["index"] = .integer(index)
                return .object(call)
            }
        )
    }

    private static func id(of turn: AskedTurn) -> String { "chatcmpl-\(turn.answerID)" }

    private static func usage(_ usage: UpstreamUsage) -> JSON {
        [
            "prompt_tokens": .integer(usage.inputTokens), "completion_tokens": .integer(usage.outputTokens),
            "total_tokens": .integer(usage.totalTokens),
        ]
    }
}

extension CompletionFormat {
    /// The same answer in one piece.
    static func whole(_ record: AnswerRecord, _ summary: AnswerSummary, of turn: AskedTurn, model: String) -> JSON {
        let calls = ToolCalls(record.events)
        var message: JSONObject = JSONObject()
        message["role"] = "assistant"
        message["content"] = record.text.isEmpty && !calls.isEmpty ? .null : .string(record.text)
        message["refusal"] = .null
        let thoughts = record.events.compactMap { $0["event"] == "thinking" ? $0["data"]?.string : nil }
        if !thoughts.isEmpty { message["reasoning_content"] = .string(thoughts.joined()) }
        if !calls.isEmpty { message["tool_calls"] = calls.json }
        let choice: JSON = [
            "index": 0, "message": .object(message), "logprobs": .null,
            "finish_reason": .string(summary.finish.rawValue),
        ]
        return [
            "id": .string(id(of: turn)), "object": "chat.completion",
            "created": .integer(Int(turn.askedAt.timeIntervalSince1970)), "model": .string(model),
            "choices": [choice], "usage": usage(summary.usage),
        ]
    }
}

/// The calls of tools that a model wants, put together from the pieces that they came in.
private struct ToolCalls {
    private var calls: [(number: Int, call: JSONObject, name: String, arguments: String)] = []

    var isEmpty: Bool { calls.isEmpty }

    init(_ events: [JSON]) {
        for event in events where event["event"] == "tool_calls" {
            for (index, piece) in (event["data"]?.array ?? []).enumerated() {
                add(piece, number: piece["index"]?.integer ?? index)
            }
        }
    }

    private mutating func add(_ piece: JSON, number: Int) {
        let index = calls.firstIndex { $0.number == number } ?? calls.endIndex
        if index == calls.endIndex { calls.append((number, JSONObject(), "", "")) }
        for name in ["id", "type"] {
            if let text = piece[name]?.string { calls[index].call[name] = .string(text) }
        }
        calls[index].name += piece["function"]?["name"]?.string ?? ""
        calls[index].arguments += piece["function"]?["arguments"]?.string ?? ""
    }

    var json: JSON {
        .array(
            calls.map { entry in
                var call = entry.call
                if call["type"] == nil { call["type"] = "function" }
                call["function"] = ["name": .string(entry.name), "arguments": .string(entry.arguments)]
                return .object(call)
            }
        )
    }
}

extension Problem {
    fileprivate init(_ failure: AnswerFailure) { self.init(.badGateway, failure.code, failure.message) }
}
