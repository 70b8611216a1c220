import AsyncHTTPClient
import EventLoops
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
    private let made = Mutex<[ObjectIdentifier: HTTPClient]>([:])

    /// `connections` to each upstream at once; more requests wait, as long as their time to the first byte lasts.
    package init(connect: Duration = .seconds(5), connections: Int = 4_096) {
        var configuration = HTTPClient.Configuration()
        configuration.timeout = .init(connect: .init(connect))
        configuration.redirectConfiguration = .disallow
        configuration.decompression = .disabled
        configuration.httpVersion = .http1Only
        // Of each request it would make a span, which nobody takes.
        configuration.tracing.tracer = nil
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = connections
        configuration.connectionPool.retryConnectionEstablishment = false
        // Node closes idle connections after 5 s: a request on one that closes meanwhile cannot be sent again.
        configuration.connectionPool.idleTimeout = .seconds(4)
        configuration.http1_1ConnectionDebugInitializer = { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(GatheredWrites(), position: .first)
            }
        }
        self.configuration = configuration
    }

    /// The client of the event loop that this runs on, or of any.
    ///
    /// One for each loop: an answer that is read where its own reader's connection is wakes no other thread. And with
    /// several loops to one client, the end of a request takes a hop longer than its body, and a server that has
    /// answered and hung up by then ends the process: async-http-client 1.37 gives a connection back to its pool that
    /// the pool has forgotten.
    private var client: HTTPClient {
        let loop = Loops.here
        return made.withLock { made in
            if let client = made[ObjectIdentifier(loop)] { return client }
            let client = HTTPClient(eventLoopGroup: loop, configuration: configuration)
            made[ObjectIdentifier(loop)] = client
            return client
        }
    }

    /// Ends what still runs, and closes the connections.
    package func shutdown() async {
        let clients = made.withLock { made in
            defer { made = [:] }
            return made.values
        }
        for client in clients { try? await client.shutdown() }
    }

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
