import EventLoops
import NIOCore
package import NIOSSL
import Synchronization

/// The connections to upstreams, for all of a process. Apart from those between services: answers take minutes here,
/// and hundreds stream at once.
///
/// HTTP/1.1 on purpose: an answer has a connection to itself, so that hanging up is something the other side sees.
package final class UpstreamTransport: Sendable {
    /// How connections are made and kept.
    struct Settings: Sendable {
        var connect: Duration
        /// To each server, of each event loop; more requests wait, as long as their time to the first byte lasts.
        var connections: Int
        /// Node closes idle connections after 5 s: a request on one that closes meanwhile cannot be sent again.
        let idle = Duration.seconds(4)
        let encryption: UpstreamEncryption
    }

    private struct Pools {
        var made: [ObjectIdentifier: NIOLoopBoundBox<UpstreamPool?>] = [:]
        var isShutDown = false
    }

    private let settings: Settings
    /// One for each loop: an answer that is read where its own reader's connection is wakes no other thread.
    private let pools = Mutex(Pools())

    /// `trust` is whose certificates count: by default those the system trusts.
    package init(connect: Duration = .seconds(5), connections: Int = 4_096, trusting trust: NIOSSLTrustRoots = .default)
    {
        settings = Settings(connect: connect, connections: connections, encryption: UpstreamEncryption(trusting: trust))
    }

    /// Ends what still runs, and closes the connections.
    package func shutdown() async {
        let pools = pools.withLock { pools in
            pools.isShutDown = true
            return pools.made.values
        }
        for pool in pools { try? await pool.eventLoop.submit { pool.value?.close() }.get() }
    }

    /// Sends a request; what comes back flows until its reader lets go.
    func begin(_ request: UpstreamRequest, to server: UpstreamAddress.Server, limits: UpstreamLimits) -> ResponseFlow {
        let loop = Loops.here
        let flow = ResponseFlow(limits: limits, on: loop)
        let box = pools.withLock { pools -> NIOLoopBoundBox<UpstreamPool?>? in
            guard !pools.isShutDown else { return nil }
            if let box = pools.made[ObjectIdentifier(loop)] { return box }
            let box = NIOLoopBoundBox.makeEmptyBox(valueType: UpstreamPool.self, eventLoop: loop)
            pools.made[ObjectIdentifier(loop)] = box
            return box
        }
        guard let box else {
            flow.broke(ChannelError.ioOnClosedChannel)
            return flow
        }
        let ask = { @Sendable [settings] in
            let pool = box.value ?? UpstreamPool(on: loop, settings)
            box.value = pool
            pool.ask(request, flow, of: server)
        }
        if loop.inEventLoop { ask() } else { loop.execute(ask) }
        flow.beginWatch()
        return flow
    }

    /// Sends a request whose answer nobody waits for, not even when the task that calls is cancelled.
    func notify(_ request: UpstreamRequest, to server: UpstreamAddress.Server, within limit: Duration) {
        begin(request, to: server, limits: UpstreamLimits(firstByte: limit, silence: limit, total: limit))
            .drain(within: limit)
    }
}

/// What TLS needs; made for the first server that wants it.
final class UpstreamEncryption: Sendable {
    private let made = Mutex<NIOSSLContext?>(nil)
    private let trust: NIOSSLTrustRoots

    init(trusting trust: NIOSSLTrustRoots) { self.trust = trust }

    func context() throws -> NIOSSLContext {
        try made.withLock { made in
            if let made { return made }
            var configuration = TLSConfiguration.makeClientConfiguration()
            configuration.trustRoots = trust
            let context = try NIOSSLContext(configuration: configuration)
            made = context
            return context
        }
    }
}
