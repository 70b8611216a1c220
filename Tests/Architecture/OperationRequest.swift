import Endpoints
import Values

/// A request to an operation, made from its document.
struct OperationRequest: Sendable {
    let method: String
    let path: String
    let body: [UInt8]?
    /// The names that stand in it.
    let names: [String]

    /// Which names of the other school a request carries; all the others that it cannot do without are of one's own.
    enum Choice: Hashable, Sendable {
        /// Those it cannot do without.
        case required
        case everything
        /// Everything, a course by its code.
        case byCode
        /// That one.
        case only(String)
    }

    /// What is worth trying with an operation.
    static func choices(_ operation: DocumentedOperation) -> [Choice] {
        let nouns = operation.members.filter { $0.noun != nil }
        var choices: [Choice] = [.required]
        if nouns.contains(where: { !$0.isRequired }) { choices.append(.everything) }
        if nouns.contains(where: { $0.noun == .course && $0.schema["format"] == nil }) { choices.append(.byCode) }
        if nouns.count > 1 { choices += nouns.map { .only($0.name) } }
        return choices
    }

    /// A request along `template`, one of the operation's paths, with names from `theirs` as chosen and from `ours`.
    init(
        _ operation: DocumentedOperation,
        along template: String,
        _ choice: Choice,
        theirs: [Noun: String],
        ours: [Noun: String]
    ) {
        var path = template
        var query: [String] = []
        var body = JSONObject()
        var names: [String] = []
        for member in operation.members {
            let name = member.name(choice, theirs: theirs, ours: ours)
            if let name { names.append(name) }
            guard let value = member.noun == nil ? member.sample : name.map(member.value) else { continue }
            if path.contains("{\(member.name)}") {
                path = path.replacing("{\(member.name)}", with: value.string ?? "")
            } else if member.place == .query {
                query.append("\(member.name)=\(value.string ?? value.compact)")
            } else {
                body[member.name] = value
            }
        }
        method = operation.method
        self.path = query.isEmpty ? path : path + "?" + query.joined(separator: "&")
        self.body = body.members.isEmpty ? nil : Array(JSON.object(body).compact.utf8)
        self.names = names
    }

    /// The answer to that somebody.
    func send(as client: PlatformClient) async throws -> PlatformClient.Answer {
        try await client.send(method, path, body: body, within: .seconds(60))
    }
}

extension DocumentedOperation.Member {
    /// What it names.
    var noun: Noun? {
        switch (name, place) {
        case ("tenant_id", _): .tenant
        case ("subdomain", .path): .subdomain
        case ("student_id", _), ("student_ids", _), ("user_id", _), ("userId", _): .student
        case ("teacher_id", _), ("instructor_id", _), ("teacher", _): .teacher
        case ("parent_id", _): .parent
        case ("course_id", _), ("courseId", _), ("class_id", _), ("prerequisites", _): .course
        case ("module_id", _), ("module_ids", _): .module
        case ("lesson_id", _), ("lesson_ids", _): .lesson
        // Who has the code of a certificate may see it; its id must not do instead.
        case ("certificate_id", _), ("code", .path): .certificate
        case ("notification_id", _): .notification
        case ("walletId", _): .wallet
        // Whoever makes a hold names it anew.
        case ("hold_id", .path): .hold
        // A session that is begun is named by whoever begins it.
        case ("session_id", .path): .chatSession
        case ("key_id", .path): .apiKey
        case ("message_id", .path): .chatMessage
        case ("file_id", .path): .chatFile
        default: nil
        }
    }

    /// The name that stands here.
    fileprivate func name(
        _ choice: OperationRequest.Choice,
        theirs: [Noun: String],
        ours: [Noun: String]
    ) -> String? {
        guard let noun else { return nil }
        switch choice {
        case .required: return isRequired ? theirs[noun] : nil
        case .everything: return theirs[noun]
        case .byCode: return theirs[noun == .course && schema["format"] == nil && !isList ? .courseCode : noun]
        case .only(let chosen): return name == chosen ? theirs[noun] : isRequired ? ours[noun] : nil
        }
    }

    private var isList: Bool { schema["type"]?.string == "array" }

    fileprivate func value(_ name: String) -> JSON { isList ? [.string(name)] : .string(name) }

    /// A value that the operation accepts: for what it needs, and for free text of a body, so that a change would show.
    fileprivate var sample: JSON? {
        let type = schema["type"]?.string
        let isFreeText = type == "string" && ["pattern", "format", "enum"].allSatisfy { schema[$0] == nil }
        guard isRequired || isFreeText && place == .body else { return nil }
        if let first = schema["enum"]?[0] { return first }
        // Every school has them.
        if name == "flowise_id" { return "replay-flow" }
        if ["chatflow_id", "chatflowId", "model"].contains(name) { return "campus-tutor" }
        if name == "messages" { return [["role": "user", "content": "Replay"]] }
        if name == "session_id" { return nil }
        switch (type, schema["format"]?.string) {
        case ("string", "email"): return "replay@example.com"
        case ("string", "password"): return "Baobab-over-2026-hills"
        case ("string", "uuid"): return .string(CourseID().description)
        case ("boolean", _): return true
        // Nothing is a number that many refuse.
        case ("integer", _), ("number", _): return schema["minimum"].flatMap { $0 == 0 ? 1 : $0 } ?? 1
        case ("array", _): return []
        case ("object", _): return [:]
        default: return schema["pattern"] == nil ? "Replay" : "replay"
        }
    }
}
