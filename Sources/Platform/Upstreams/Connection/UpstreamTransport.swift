import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import Synchronization

/// The connections to upstreams, for all of a process. Apart from those between services: answers take minutes here,
/// and hundreds stream at once.
///
/// HTTP/1.1 on purpose: an answer has a connection to itself, so that hanging up is something the other side sees.
package final class UpstreamTransport: Sendable {
    private let configuration: HTTPClient.Configuration
    /// Made for the first request: most installations ask nobody.
    private let made = Mutex<HTTPClient?>(nil)

    /// `connections` to each upstream at once; more requests wait, as long as their time to the first byte lasts.
    package init(connect: Duration = .seconds(5), connections: Int = 4_096) {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .init(connect))
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.retryConnectionEstablishment = false
        // Node closes idle connections after 5 s: a request on one that closes meanwhile cannot be sent again.
        configuration.connectionPool.idleTimeout = .seconds(4)
        self.configuration = configuration
    }

    private var client: HTTPClient {
        // One event loop for all. With several, the end of a request takes a hop longer than its body, and a server
        // that has answered and hung up by then ends the process: async-http-client 1.37 gives a connection back to
        // its pool that the pool has forgotten.
        made.withLock { made in
            let client =
                made ?? HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup.any(), configuration: configuration)
            made = client
            return client
        }
    }

    /// Ends what still runs, and closes the connections.
    package func shutdown() async { try? await made.withLock { $0.take() }?.shutdown() }

    /// Sends a request; what comes back flows until its reader lets go.
    func begin(_ request: HTTPClient.Request, limits: UpstreamLimits) -> ResponseFlow {
        let flow = ResponseFlow(limits: limits)
        flow.attach(client.execute(request: request, delegate: flow))
        return flow
    }

    /// Sends a request whose answer nobody waits for, not even when the task that calls is cancelled.
    func notify(_ request: HTTPClient.Request, within limit: Duration) {
        _ = client.execute(request: request, deadline: .now() + TimeAmount(limit))
    }
}
