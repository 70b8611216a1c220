import ChatAPI
import Endpoints
import Postgres
import Upstreams
import Values

extension ChatService {
    func showConfiguration(_ request: GetChatflowConfiguration, _ call: Call) async throws -> JSON {
        let caller = try call.caller
        let (flow, tutor) = try await call.read { transaction in
            let found = try transaction.askableChatflows(for: caller, id: request.chatflowID)
            guard let flow = found.first else { throw ChatError.chatflowDenied }
            return (flow, try transaction.tutor(request.chatflowID, for: caller))
        }
        var configuration = JSONObject()
        // What a course's tutor asks is its teacher's business.
        if tutor.course == nil, case .flow(let target) = tutor.target {
            guard let flowise = parts.flowise else { throw ChatError.noUpstream }
            do throws(UpstreamFailure) {
                configuration = PublicConfiguration.of(try await flowise.configuration(of: target))
            } catch {
                throw ChatError.upstream(error)
            }
        }
        for (name, value) in [("id", flow.flowID), ("name", flow.name), ("type", flow.type)] {
            configuration[name] = .string(value)
        }
        return .object(configuration)
    }
}

/// What of a flow's configuration its users may see.
///
/// Flowise's own document has the flow's prompts in `flowData` and names of keys in half of its members, and gets new
/// ones with every release. So what clients draw themselves with is named here, and nothing else passes.
enum PublicConfiguration {
    /// The members that may pass, and what of each: everything in it, or these members of it only.
    private static let shown: [String: Set<String>?] = [
        "category": nil, "deployed": nil, "isPublic": nil, "streaming": nil, "isStreaming": nil, "uploads": nil,
        "welcomeMessage": nil, "botMessage": nil, "userMessage": nil, "textInput": nil, "title": nil, "footer": nil,
        "starterPrompts": nil, "theme": nil, "chatbotConfig": nil, "isImageUploadAllowed": nil,
        "isSpeechToTextEnabled": nil, "isRAGFileUploadAllowed": nil, "imgUploadSizeAndTypes": nil,
        "fileUploadSizeAndTypes": nil, "createdDate": nil, "updatedDate": nil, "chatFeedback": nil,
        "fullFileUpload": ["status", "allowedUploadFileTypes"], "followUpPrompts": ["status"],
        "speechToText": ["status"], "textToSpeech": ["status"], "leads": ["status", "title", "successMessage"],
    ]

    /// Words that a member's name must not have, however deep it lies.
    private static let hidden = [
        "systemmessage", "apikey", "api_key", "secret", "token", "password", "credential", "authorization", "flowdata",
        "instructions", "overrideconfig", "systemprompt", "url",
    ]

    /// What may be seen of a document; nothing of what is no object.
    static func of(_ document: JSON) -> JSONObject { shown(document.object ?? JSONObject()) }

    private static func shown(_ object: JSONObject) -> JSONObject {
        var result = JSONObject()
        for member in object.members {
            guard let part = shown[member.name] else { continue }
            // Flowise stores some members as JSON in a text.
            let stored = member.value.string.flatMap { try? JSON(parsing: $0.utf8) }
            let value = stored?.object.map(JSON.object) ?? member.value
            if let part {
                let kept = (value.object?.members ?? []).filter { part.contains($0.name) }
                var object = JSONObject()
                for member in kept { object[member.name] = withoutSecrets(member.value) }
                result[member.name] = .object(object)
            } else if member.name == "chatbotConfig" {
                result[member.name] = .object(shown(value.object ?? JSONObject()))
            } else {
                result[member.name] = withoutSecrets(member.value)
            }
        }
        return result
    }

    private static func withoutSecrets(_ value: JSON) -> JSON {
        switch value {
        case .array(let elements): return .array(elements.map(withoutSecrets))
        case .object(let object):
            var result = JSONObject()
            for member in object.members {
                let name = member.name.lowercased()
                guard !hidden.contains(where: name.contains) else { continue }
                result[member.name] = withoutSecrets(member.value)
            }
            return .object(result)
        default: return value
        }
    }
}
