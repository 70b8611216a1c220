import Access
import Endpoints
import Values

/// Calls operations as people of one school with names of another, and says what should not have happened.
struct Replay {
    let operations: [DocumentedOperation]
    let ours: World
    let theirs: World
    let traces: Traces

    /// What should not have happened, a sentence each.
    private(set) var findings: [String] = []
    /// The operations called.
    private(set) var called: Set<String> = []
    /// The operations that somebody was allowed to use, with a request that said nothing wrong.
    private(set) var reached: Set<String> = []

    init(_ operations: [DocumentedOperation], as ours: World, on theirs: World, traces: Traces) {
        (self.operations, self.ours, self.theirs, self.traces) = (operations, ours, theirs, traces)
    }

    /// What takes more than a document tells: a password, a code, a link's token, a provider's signature, a table,
    /// or one of several names. Tried all the same; their own tests show that they work.
    private static let beyondReach: Set<String> = [
        "AcceptInvitation", "ChangePassword", "ChatProxyRefresh", "ChatProxySignIn", "DisableTwoFactor", "InviteUsers",
        "PasswordReset",
        "ReportTwilioDelivery", "RequestOTP", "RequestPasswordReset",
        "ResendVerification", "ResetPassword", "SetUp", "ShowEmailVerification", "ShowInvitation", "ShowPasswordReset",
        "SignInWithOTP", "SubmitEmailVerification", "SubmitInvitation", "SubmitPasswordReset", "UploadChatFile",
        "VerifyEmail", "VerifyPhone",
    ]

    /// Every operation along every path, as everybody, with every choice of their names.
    mutating func run() async throws {
        for operation in operations {
            for path in operation.paths {
                for choice in OperationRequest.choices(operation) {
                    for role in World.roles { try await attempt(operation, along: path, choice, as: role) }
                }
                if operation.needsSignIn { try await trespass(operation, along: path) }
            }
            guard !reached.contains(operation.name), !Self.beyondReach.contains(operation.name) else { continue }
            findings.append("\(operation.name): nobody could use it")
        }
    }

    /// Reads everything of one's own: a school that sees nothing at all would pass for a safe one.
    mutating func readOwn() async throws {
        for operation in operations where operation.method == "GET" && operation.needsSignIn {
            var statuses: [Int] = []
            for role in World.roles {
                guard let client = ours.people[role]?.client else { continue }
                let request = OperationRequest(
                    operation,
                    along: operation.paths[0],
                    .required,
                    theirs: ours.names,
                    ours: ours.names
                )
                statuses.append(try await request.send(as: client).status)
            }
            if !statuses.contains(200) { findings.append("\(operation.name): one's own was answered with \(statuses)") }
        }
    }

    private mutating func attempt(
        _ operation: DocumentedOperation,
        along path: String,
        _ choice: OperationRequest.Choice,
        as role: Role
    ) async throws {
        guard let client = ours.people[role]?.client else { return }
        let request = OperationRequest(operation, along: path, choice, theirs: theirs.names, ours: ours.names)
        let answer = try await request.send(as: client)
        let context = "\(operation.name) (\(request.method) \(path)) as \(role), \(choice)"
        called.insert(operation.name)
        if Self.isReached(answer, operation) { reached.insert(operation.name) }
        if answer.status >= 500 { findings.append("\(context): \(answer.status) \(answer.text)") }
        if answer.json["code"] == "no_such_path" { findings.append("\(context): leads nowhere") }
        for trace in traces.found(in: answer, besides: request.names) {
            findings.append("\(context): the answer \(answer.status) has \(trace) of the other school")
        }
        // Whoever is not signed in names a school on purpose: there is nothing to hide in that one exists.
        guard operation.needsSignIn, request.names.contains(where: theirs.names.values.contains) else { return }
        let twin = OperationRequest(operation, along: path, choice, theirs: World.nowhere, ours: ours.names)
        let nothing = try await twin.send(as: client)
        if Self.told(answer, theirs.names) != Self.told(nothing, World.nowhere) {
            findings.append(
                """
                \(context): something of the other school is answered \(answer.status) \(answer.text), \
                something that is nowhere \(nothing.status) \(nothing.text)
                """
            )
        }
    }

    /// One's own token with the other school's header.
    private mutating func trespass(_ operation: DocumentedOperation, along path: String) async throws {
        guard var client = ours.people[.admin]?.client else { return }
        client.tenantID = theirs.tenant.description
        let request = OperationRequest(operation, along: path, .required, theirs: theirs.names, ours: ours.names)
        let answer = try await request.send(as: client)
        // Some families of clients know no codes, and one keeps what went wrong in a member of its own.
        let body = answer.json["error"]?.object == nil ? answer.json : answer.json["error"] ?? .null
        let isMismatch =
            body["code"] == "tenant_mismatch"
            || body["message"] == "X-Tenant-ID is not the school you signed in to."
        if answer.status != 403 || !isMismatch {
            findings.append("\(operation.name): the other school's X-Tenant-ID was answered with \(answer.status)")
        }
    }

    private static func isReached(_ answer: PlatformClient.Answer, _ operation: DocumentedOperation) -> Bool {
        let refusals = operation.needsSignIn ? [400, 401, 403, 405, 415, 422] : [400, 403, 405, 415, 422]
        return !refusals.contains(answer.status)
    }

    /// What an answer tells, apart from the names that were asked for and what every answer has of its own: the
    /// request's id, the time, and what is left to spend.
    private static func told(_ answer: PlatformClient.Answer, _ names: [Noun: String]) -> String {
        var text = "\(answer.status) \(answer.text)"
        if case .object(var object) = answer.json {
            for name in ["request_id", "timestamp", "available"] { object[name] = nil }
            text = "\(answer.status) \(JSON.object(object).compact)"
        }
        return names.values.reduce(text) { $0.replacing($1, with: "·") }
    }
}
