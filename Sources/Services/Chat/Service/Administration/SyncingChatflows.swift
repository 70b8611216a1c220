import ChatAPI
import Endpoints
import Events
import FoundationEssentials
import Logging
import Postgres
import Upstreams
import Values

extension ChatService {
    func syncChatflows(_ request: SyncChatflows, _ call: Call) async throws -> SyncChatflows.Response {
        _ = try call.caller
        let offer = await offer()
        return try await changeChatflows(call) { transaction in
            let response = try transaction.take(offer, at: call.now)
            try transaction.tell(
                .chatflowsSynced,
                """
                created \(response.created), updated \(response.updated), deleted \(response.deleted), \
                errors \(response.errors)
                """,
                of: call
            )
            return response
        }
    }

    /// Looks the servers up again and again, and tells every school that is open. One that fails holds up no other.
    var syncing: [Schedule] {
        guard let interval = parts.settings.syncInterval, parts.flowise != nil || parts.openAI != nil else { return [] }
        return [
            Schedule("chat.sync_chatflows", every: interval) { run in
                let offer = await offer()
                let schools: [TenantID] = try await run.database
                    .platform(reason: "find the schools whose chatflows are looked up")
                    .all("select id from auth.public_tenants where status = 'active' order by id")
                for school in schools {
                    try Task.checkCancellation()
                    do {
                        defer { assigned.forgetAll() }
                        try await run.database.tenant(school) { _ = try $0.take(offer, at: Date()) }
                    } catch let error as PostgresError {
                        run.logger.error(
                            "chatflows of a school could not be kept",
                            metadata: ["school": "\(school)", "error": "\(error)"]
                        )
                    }
                }
            }
        ]
    }

    /// What the servers offer at the moment.
    private func offer() async -> UpstreamOffer {
        var offer = UpstreamOffer()
        if let flowise = parts.flowise {
            do throws(UpstreamFailure) {
                offer.add(try await flowise.chatflows().map(OfferedChatflow.init), of: "flow")
            } catch {
                offer.failures.append(SyncChatflows.Failure(server: "flowise", error: error.reason.code))
            }
        }
        if let openAI = parts.openAI {
            do throws(UpstreamFailure) {
                offer.add(try await openAI.models().map(OfferedChatflow.init), of: "model")
            } catch {
                offer.failures.append(SyncChatflows.Failure(server: "openai", error: error.reason.code))
            }
        }
        if parts.flowise == nil, parts.openAI == nil {
            offer.failures.append(SyncChatflows.Failure(error: "no_upstream"))
        }
        return offer
    }
}

/// What servers offer: those that answered.
struct UpstreamOffer: Sendable {
    private(set) var chatflows: [OfferedChatflow] = []
    /// `flow` or `model`, of servers that answered: what they did not list is gone.
    private(set) var answered: [String] = []
    var failures: [SyncChatflows.Failure] = []

    /// The most chatflows that are taken from a server.
    static let most = 2_000

    /// Adds the list of a server. What cannot be asked by its name is left out, and said.
    mutating func add(_ list: [OfferedChatflow], of kind: String) {
        answered.append(kind)
        var seen = Set(chatflows.map(\.flowID))
        for offered in list.prefix(Self.most) {
            let server = kind == "flow" ? "flowise" : "openai"
            if CourseTutorID.isReserved(offered.flowID) || (try? ChatflowID(parsing: offered.flowID)) == nil {
                failures.append(SyncChatflows.Failure(server: server, error: "unusable_name"))
            } else if !seen.insert(offered.flowID).inserted {
                let id = offered.flowID
                failures.append(SyncChatflows.Failure(server: server, flowiseID: id, error: "listed_twice"))
            } else {
                chatflows.append(offered)
            }
        }
        if list.count > Self.most { failures.append(SyncChatflows.Failure(error: "too_many")) }
    }
}

/// A flow or a model as its server lists it, as far as we keep it (contract section 4.7).
struct OfferedChatflow: Sendable {
    let flowID: String
    let kind: String
    var name: String
    var description = ""
    var deployed = true
    var isPublic = false
    var category: String?
    var type: String
    var apiKeyID: String?
    var configuration: JSON = [:]
    var createdDate: Date?
    var updatedDate: Date?

    init(_ flow: Chatflow) {
        (flowID, kind, name) = (flow.flow.description, "flow", flow.name.storable)
        (deployed, isPublic) = (flow.isDeployed, flow.isPublic)
        (category, type) = (flow.category?.storable, flow.type.storable)
        description = flow.document["description"]?.string?.storable ?? ""
        apiKeyID = flow.document["apikeyid"]?.string?.storable
        createdDate = flow.document["createdDate"]?.string.flatMap(Timestamp.date)
        updatedDate = flow.document["updatedDate"]?.string.flatMap(Timestamp.date)
        var kept = JSONObject()
        for name in ["flowData", "chatbotConfig", "apiConfig", "analytic", "speechToText"] {
            kept[name] = Self.parsed(flow.document[name])
        }
        configuration = .object(kept)
    }

    init(model: String) { (flowID, kind, name, type) = (model, "model", model, "MODEL") }

    /// What Flowise keeps as JSON in a text; nothing of what is empty or no object.
    private static func parsed(_ member: JSON?) -> JSON? {
        let document = member?.string.flatMap { try? JSON(parsing: $0.utf8) } ?? member
        guard let object = document?.object, !object.members.isEmpty else { return nil }
        return .object(object)
    }
}

extension String {
    /// Without NUL, which PostgreSQL's texts do not hold, and no longer than anybody reads.
    fileprivate var storable: String { String(unicodeScalars.filter { $0 != "\0" }.map(Character.init).prefix(2_000)) }
}
