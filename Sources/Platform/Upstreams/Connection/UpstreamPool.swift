import EventLoops
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The connections of one event loop to upstreams. Everything here happens on that loop.
final class UpstreamPool {
    /// What is known of one server.
    private struct Lines {
        var idle: [UpstreamConnection] = []
        var waiting: CircularBuffer<(UpstreamRequest, ResponseFlow)> = []
        /// All that there are, idle ones as well.
        var open: [ObjectIdentifier: UpstreamConnection] = [:]
        /// How many are being made.
        var connecting = 0
    }

    private let loop: any EventLoop
    private let settings: UpstreamTransport.Settings
    private var lines: [UpstreamAddress.Server: Lines] = [:]
    private var isClosed = false
    private var sweep: Scheduled<Void>?

    init(on loop: any EventLoop, _ settings: UpstreamTransport.Settings) {
        (self.loop, self.settings) = (loop, settings)
    }

    /// Sends a request on a connection that is there, or on one that is made for it.
    func ask(_ request: UpstreamRequest, _ flow: ResponseFlow, of server: UpstreamAddress.Server) {
        guard !isClosed else { return flow.broke(ChannelError.ioOnClosedChannel) }
        let oldest = NIODeadline.now() - TimeAmount(settings.idle)
        while let connection = lines[server]?.idle.popLast() {
            if connection.idleSince > oldest, connection.ask(request, flow) { return }
            connection.close()
        }
        lines[server, default: Lines()].waiting.append((request, flow))
        connectIfNeeded(to: server)
    }

    /// Closes all; what was asked fails.
    func close() {
        isClosed = true
        sweep?.cancel()
        let lines = lines.values
        self.lines = [:]
        for known in lines {
            for (_, flow) in known.waiting { flow.broke(ChannelError.ioOnClosedChannel) }
            for connection in known.open.values { connection.close() }
        }
    }

    /// A connection more, as long as somebody waits for whom none is being made.
    private func connectIfNeeded(to server: UpstreamAddress.Server) {
        guard let known = lines[server], known.waiting.count > known.connecting,
            known.open.count + known.connecting < settings.connections
        else { return }
        lines[server]?.connecting += 1
        let bound = NIOLoopBound(self, eventLoop: loop)
        let encryption: NIOSSLContext?
        do {
            encryption = server.isEncrypted ? try settings.encryption.context() : nil
        } catch {
            lines[server]?.connecting -= 1
            return failed(error, to: server)
        }
        connect(to: server, encryption).whenComplete { outcome in
            let pool = bound.value
            pool.lines[server]?.connecting -= 1
            switch outcome {
            case .success(let connection):
                pool.lines[server]?.open[ObjectIdentifier(connection.value)] = connection.value
                pool.use(connection.value, of: server)
            case .failure(let error): pool.failed(error, to: server)
            }
        }
    }

    private func connect(
        to server: UpstreamAddress.Server,
        _ encryption: NIOSSLContext?
    ) -> EventLoopFuture<NIOLoopBound<UpstreamConnection>> {
        let bound = NIOLoopBound(self, eventLoop: loop)
        let (loop, limit) = (loop, TimeAmount(settings.connect))
        return ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(GatheredWrites())
                    if let encryption {
                        try pipeline.addHandler(NIOSSLClientHandler(context: encryption, serverHostname: server.named))
                    }
                    try pipeline.addHTTPClientHandlers()
                    try pipeline.addHandler(
                        UpstreamConnection(on: loop, isEncrypted: encryption != nil) { [pool = bound] in
                            pool.value.freed($0, $1, of: server)
                        }
                    )
                }
            }
            .connect(host: server.name, port: server.port)
            .flatMap { channel in
                loop.makeCompletedFuture {
                    let connection = try channel.pipeline.syncOperations.handler(type: UpstreamConnection.self)
                    return NIOLoopBound(connection, eventLoop: loop)
                }.flatMap { connection in
                    // Whoever accepts connections may still have nothing to say.
                    let alarm = loop.scheduleTask(in: limit) { channel.close(promise: nil) }
                    return connection.value.isReady.always { _ in alarm.cancel() }.map { connection }
                }
            }
    }

    private func freed(_ connection: UpstreamConnection, _ isUsable: Bool, of server: UpstreamAddress.Server) {
        if isUsable { return use(connection, of: server) }
        lines[server]?.open[ObjectIdentifier(connection)] = nil
        lines[server]?.idle.removeAll { $0 === connection }
        connectIfNeeded(to: server)
    }

    /// Gives a connection that has nothing to do to whoever waits longest.
    private func use(_ connection: UpstreamConnection, of server: UpstreamAddress.Server) {
        guard !isClosed else { return connection.close() }
        while let (request, flow) = lines[server]?.waiting.popFirst() {
            if flow.isOver { continue }
            if connection.ask(request, flow) { return }
            lines[server]?.waiting.prepend((request, flow))
            return connectIfNeeded(to: server)
        }
        lines[server]?.idle.append(connection)
        scheduleSweep()
    }

    private func failed(_ error: any Error, to server: UpstreamAddress.Server) {
        guard let known = lines[server], known.waiting.count > known.connecting else { return }
        lines[server]?.waiting.removeFirst().1.broke(error)
        connectIfNeeded(to: server)
    }

    /// Closes what has been idle for too long, as long as there is anything.
    private func scheduleSweep() {
        guard sweep == nil else { return }
        let bound = NIOLoopBound(self, eventLoop: loop)
        sweep = loop.scheduleTask(in: TimeAmount(settings.idle)) {
            let pool = bound.value
            pool.sweep = nil
            let oldest = NIODeadline.now() - TimeAmount(pool.settings.idle)
            for connection in pool.lines.values.flatMap(\.idle) where connection.idleSince <= oldest {
                connection.close()
            }
            if pool.lines.values.contains(where: { !$0.idle.isEmpty }) { pool.scheduleSweep() }
        }
    }
}

extension UpstreamAddress.Server {
    /// Its name for a certificate; `nil` for a number, which certificates name in another way.
    fileprivate var named: String? { (try? SocketAddress(ipAddress: name, port: port)) == nil ? name : nil }
}
