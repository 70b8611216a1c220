import Values

/// Understands chat completions: chunks of a stream, or one answer. Only the first choice is read: more are never asked
/// for.
struct OpenAIReader: AnswerReader {
    private var finish: FinishReason?
    private var hasSaidModel = false
    private var hasContent = false

    mutating func read(_ event: ServerSentEvent) -> [UpstreamEvent] {
        if event.data.elementsEqual("[DONE]".utf8) { return end(hasContent || finish != nil ? finish ?? .stop : nil) }
        guard let chunk = JSON(tolerating: event.data), chunk.object != nil else {
            return [.failed(UpstreamFailure(.malformed))]
        }
        return events(of: chunk, message: "delta")
    }

    mutating func read(whole answer: JSON) -> [UpstreamEvent] {
        guard answer["choices"]?[0] != nil || answer["error"] != nil else {
            return [.failed(UpstreamFailure(.malformed))]
        }
        let events = events(of: answer, message: "message")
        if events.last?.isLast == true { return events }
        return events + end(hasContent || finish != nil ? finish ?? .stop : nil)
    }

    /// Some servers leave the last line out, but not the reason why they ended.
    func streamEnded() -> [UpstreamEvent] { finish.map { [.end($0)] } ?? [.failed(UpstreamFailure(.cutOff))] }

    private func end(_ reason: FinishReason?) -> [UpstreamEvent] {
        reason.map { [.end($0)] } ?? [.failed(UpstreamFailure(.empty))]
    }

    private mutating func events(of chunk: JSON, message: String) -> [UpstreamEvent] {
        if let error = chunk["error"], error != .null, error != .bool(false) {
            return [.failed(UpstreamFailure(Self.reason(of: error)))]
        }
        var events: [UpstreamEvent] = []
        if !hasSaidModel, chunk["id"] != nil || chunk["model"] != nil {
            hasSaidModel = true
            var metadata = JSONObject()
            for name in ["id", "model", "created", "system_fingerprint"] { metadata[name] = chunk[name] }
            events.append(.metadata(.object(metadata)))
        }
        if let choice = chunk["choices"]?[0] {
            events += content(of: choice[message] ?? .null)
            if let reason = choice["finish_reason"]?.string {
                finish = FinishReason(rawValue: reason == "function_call" ? "tool_calls" : reason) ?? .stop
            }
        }
        if let usage = chunk["usage"], let input = usage["prompt_tokens"]?.integer,
            let usage = UpstreamUsage(reportedInput: input, output: usage["completion_tokens"]?.integer ?? 0)
        {
            events.append(.usage(usage))
        }
        return events
    }

    private mutating func content(of message: JSON) -> [UpstreamEvent] {
        var events: [UpstreamEvent] = []
        for name in ["reasoning_content", "reasoning"] {
            if let text = message[name]?.string, !text.isEmpty {
                events.append(.thinking(text))
                break
            }
        }
        let parts = message["content"]?.array?.compactMap { $0["text"]?.string } ?? []
        for text in [message["content"]?.string, message["refusal"]?.string].compactMap(\.self) + parts
        where !text.isEmpty {
            hasContent = true
            events.append(.token(text))
        }
        if let calls = message["tool_calls"]?.array, !calls.isEmpty {
            hasContent = true
            events.append(.activity(name: "tool_calls", data: .array(calls)))
        }
        return events
    }

    /// What an error in the stream stands for, by its code or type.
    private static func reason(of error: JSON) -> UpstreamFailure.Reason {
        switch error["code"]?.string ?? error["type"]?.string {
        case "rate_limit_exceeded", "insufficient_quota", "overloaded_error": .busy(retryAfter: nil)
        case "invalid_api_key", "authentication_error": .unauthorized
        case "model_not_found": .unknown
        default: .failed
        }
    }
}
