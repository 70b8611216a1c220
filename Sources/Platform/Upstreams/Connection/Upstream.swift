import FoundationEssentials
import NIOCore
import NIOHTTP1
package import Telemetry
import Values

/// A server that answers for us, at the address the operator gave: its key, its limits, whether it is to be left alone.
package final class Upstream: Sendable {
    /// What it is called in logs and metrics: `flowise`, `openai`.
    package let name: String
    package let address: UpstreamAddress
    package let limits: UpstreamLimits
    private let key: String?
    private let transport: UpstreamTransport
    private let breaker: UpstreamBreaker
    let metrics: UpstreamMetrics

    /// `key` goes out as a bearer token; without one nothing does.
    package init(
        _ name: String,
        at address: UpstreamAddress,
        key: String?,
        limits: UpstreamLimits = UpstreamLimits(),
        over transport: UpstreamTransport,
        metrics: MetricsRegistry,
        breaker: UpstreamBreaker = UpstreamBreaker()
    ) {
        (self.name, self.address, self.key, self.limits) = (name, address, key, limits)
        (self.transport, self.breaker) = (transport, breaker)
        self.metrics = UpstreamMetrics(upstream: name, in: metrics)
    }

    /// A request to this server.
    struct Ask: Sendable {
        var method = HTTPMethod.GET
        /// Encoded already.
        var path: String
        var body: [UInt8]?
        var contentType = "application/json"
        var accepts = "application/json"
        var stopSwitch: StopSwitch?
        /// Whether asking twice does no more than asking once.
        var isRepeatable: Bool { method == .GET }
    }

    /// Asks, and returns when an answer of success has begun; any other status is a failure.
    ///
    /// Asks once more when nobody got the first request, or when the server says that it did not take it and wants
    /// another in a moment. Nothing is sent twice that may have been worked on.
    func open(_ ask: Ask, limits: UpstreamLimits? = nil) async throws(UpstreamFailure) -> UpstreamResponse {
        guard breaker.admits() else { throw UpstreamFailure(.resting) }
        do throws(UpstreamFailure) {
            let response = try await attempt(ask, limits ?? self.limits)
            breaker.answered()
            return response
        } catch {
            switch error.reason {
            case .stopped: breaker.abandoned()
            case let reason where reason.isOutage: breaker.failed()
            default: breaker.answered()
            }
            throw error
        }
    }

    /// That an answer which had begun turned out to be none.
    func failed(_ reason: UpstreamFailure.Reason) { if reason.isOutage { breaker.failed() } }

    /// Asks and reads all of a short answer.
    func read(_ ask: Ask, limits: UpstreamLimits = .brief) async throws(UpstreamFailure) -> ByteBuffer {
        try await open(ask, limits: limits).collect()
    }

    /// Asks for something whose outcome nobody waits for.
    func notify(_ ask: Ask) {
        guard let request = try? request(ask) else { return }
        transport.notify(request, to: address.server, within: .seconds(5))
    }

    private func attempt(_ ask: Ask, _ limits: UpstreamLimits) async throws(UpstreamFailure) -> UpstreamResponse {
        let (first, again) = try await once(ask, limits)
        if case .success(let response) = first { return response }
        if let again, (try? await Task.sleep(for: again)) != nil {
            return try await once(ask, limits).outcome.get()
        }
        return try first.get()
    }

    private typealias Attempt = (outcome: Result<UpstreamResponse, UpstreamFailure>, again: Duration?)

    private func once(_ ask: Ask, _ limits: UpstreamLimits) async throws(UpstreamFailure) -> Attempt {
        let request = try request(ask)
        let flow = transport.begin(request, to: address.server, limits: limits)
        ask.stopSwitch?.connect(flow)
        do throws(UpstreamFailure) {
            let response = UpstreamResponse(head: try await flow.head(), flow: flow)
            guard let reason = UpstreamFailure.Reason(status: response.status, retryAfter: response.retryAfter) else {
                return (.success(response), nil)
            }
            response.drain()
            let mayAgain = [429, 503].contains(response.status) && (response.retryAfter ?? .seconds(60)) <= .seconds(2)
            return (.failure(UpstreamFailure(reason)), mayAgain ? response.retryAfter : nil)
        } catch {
            let mayAgain = error.reason == .unreachable && (ask.isRepeatable || !flow.isSent)
            return (.failure(error), mayAgain ? .milliseconds(Int.random(in: 50...150)) : nil)
        }
    }

    private func request(_ ask: Ask) throws(UpstreamFailure) -> UpstreamRequest {
        let target = address.target(ask.path)
        guard target.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else { throw UpstreamFailure(.unknown) }
        var headers: HTTPHeaders = ["Host": address.hostHeader, "Accept": ask.accepts, "User-Agent": "Elymica"]
        if let key { headers.add(name: "Authorization", value: "Bearer \(key)") }
        if ask.body != nil { headers.add(name: "Content-Type", value: ask.contentType) }
        return UpstreamRequest(
            method: ask.method,
            target: target,
            headers: headers,
            body: ask.body.map { ByteBuffer(bytes: $0) }
        )
    }
}
