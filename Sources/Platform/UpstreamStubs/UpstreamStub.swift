import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization
package import Values

/// A server that plays Flowise (`/api/v1/…`) and an OpenAI-compatible server (`/v1/…`), for tests and measurements:
/// real HTTP on this machine, answers as they are told to be, and a tally of what was asked and streamed.
package final class UpstreamStub: Sendable {
    private let state: StubState
    private let channel: any Channel
    /// Where it listens, for Flowise: `http://127.0.0.1:<port>`.
    package let url: String
    /// The same for OpenAI: `http://127.0.0.1:<port>/v1`.
    package var openAIURL: String { url + "/v1" }

    /// Begins to listen. `key` is the one that lists of flows and models, and questions, have to come with.
    package init(port: Int = 0, key: String? = nil) async throws {
        let state = StubState(key: key)
        self.state = state
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 4_096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.socketOption(.tcp_nodelay), value: 1)
            // Small, so that a client that does not read is felt soon.
            .childChannelOption(.socketOption(.so_sndbuf), value: 65_536)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.configureHTTPServerPipeline()
                    try channel.pipeline.syncOperations.addHandler(StubConnection(state))
                }
            }
            .bind(host: "127.0.0.1", port: port).get()
        url = "http://127.0.0.1:\(channel.localAddress?.port ?? port)"
    }

    /// Runs `body` with a stub that is closed afterwards.
    package static func with<Result>(
        key: String? = nil,
        _ body: (UpstreamStub) async throws -> Result
    ) async throws -> Result {
        let stub = try await UpstreamStub(key: key)
        do {
            let result = try await body(stub)
            await stub.close()
            return result
        } catch {
            await stub.close()
            throw error
        }
    }

    /// Stops listening.
    package func close() async { try? await channel.close() }

    /// Answers so from now on: the flow or the model of that name, or all that have no behaviour of their own. A status
    /// as `chatflows` or `models` refuses those lists.
    package func behave(_ behaviour: StubBehaviour, as name: String? = nil) {
        state.behaviours.withLock { $0[name ?? ""] = behaviour }
    }

    /// Lists these rows as Flowise's flows.
    package func list(chatflows: [JSON]) { state.chatflows.withLock { $0 = chatflows } }

    package var tally: StubTally { state.tally.withLock { $0 } }

    /// What it was asked, oldest first; the last thousand.
    package var asked: [StubRequest] { state.asked.withLock { $0 } }
}

/// A request as a stub got it.
package struct StubRequest: Sendable {
    package let method: String
    package let path: String
    package let headers: [String: String]
    package let body: String
    /// The body as JSON; `null` when it is something else.
    package var json: JSON { (try? JSON(parsing: body.utf8)) ?? .null }
}

/// What the connections of a stub share.
final class StubState: Sendable {
    let key: String?
    let behaviours = Mutex<[String: StubBehaviour]>([:])
    let chatflows = Mutex<[JSON]>([])
    let tally = Mutex(StubTally())
    let asked = Mutex<[StubRequest]>([])
    private let refusals = Mutex<[String: Int]>([:])

    init(key: String?) { self.key = key }

    func count(_ change: (inout StubTally) -> Void) { tally.withLock { change(&$0) } }

    func count(_ tokens: Int, in conversation: String) {
        count {
            $0.tokens += tokens
            $0.tokensByConversation[conversation, default: 0] += tokens
        }
    }

    /// How to answer the flow or the model of that name.
    func behaviour(_ name: String) -> StubBehaviour {
        behaviours.withLock { $0[name] } ?? StubBehaviour.named[name] ?? behaviours.withLock { $0[""] }
            ?? StubBehaviour()
    }

    /// The refusal that is due to a question about that flow or model.
    func refusal(_ name: String, _ behaviour: StubBehaviour) -> StubPlay? {
        guard case .status(let status, let retryAfter, let times) = behaviour.fault else { return nil }
        let count = refusals.withLock { refusals in
            refusals[name, default: 0] += 1
            return refusals[name, default: 0]
        }
        guard count <= times else { return nil }
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let retryAfter { headers.add(name: "Retry-After", value: String(retryAfter)) }
        return StubPlay(AnyIterator([.head(status: status, headers)].makeIterator()), isAnswer: true)
    }

    /// The refusal of a list, or of what is said of a flow: only when it was told to behave so under that name.
    func refusal(ofList name: String) -> StubPlay? {
        behaviours.withLock { $0[name] }.flatMap { refusal("list of \(name)", $0) }
    }

    func play(_ head: HTTPRequestHead, _ body: ByteBuffer) -> StubPlay {
        let path = String(head.uri.prefix { $0 != "?" })
        let request = StubRequest(
            method: head.method.rawValue,
            path: path,
            headers: Dictionary(head.headers.map { ($0.name.lowercased(), $0.value) }) { first, _ in first },
            body: String(buffer: body)
        )
        asked.withLock { asked in
            if asked.count >= 1_000 { asked.removeFirst(500) }
            asked.append(request)
        }
        if path == "/tally" { return .whole(200, tally.withLock { $0.json.compact }) }
        if path.hasPrefix("/v1/") { return openAI(request) }
        if path.hasPrefix("/api/v1/") { return flowise(request) }
        return .whole(404, #"{"error":"Not Found"}"#)
    }

    func isAuthorized(_ request: StubRequest) -> Bool {
        key.map { request.headers["authorization"] == "Bearer \($0)" } ?? true
    }
}
