import HTTPTypes
package import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Answers any request: a service's runtime, the gateway, or one of them behind the edge.
package typealias Responder = @Sendable (Request, _ remoteAddress: String?) async -> Reply

/// Listens on one port and hands every request to a responder. Stops accepting at graceful shutdown, finishes what is
/// in flight, and returns.
package struct HTTPListener: Service {
    private let host: String
    private let port: Int
    private let responder: Responder
    private let patience: ConnectionPatience
    private let logger: Logger
    private let onRunning: @Sendable (Int) async -> Void

    /// `onRunning` hears the port once the listener accepts connections; with port 0 the system chose it.
    package init(
        host: String,
        port: Int,
        logger: Logger,
        patience: ConnectionPatience = ConnectionPatience(),
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in },
        responder: @escaping Responder
    ) {
        self.host = host
        self.port = port
        self.responder = responder
        self.patience = patience
        self.logger = logger
        self.onRunning = onRunning
    }

    package func run() async throws {
        let connection = HTTPConnection(responder: responder, patience: patience)
        let server = connection.server(
            configuration: ServerConfiguration(address: .hostname(host, port: port), serverName: nil, backlog: 1024),
            onServerRunning: { [onRunning, port] channel in await onRunning(channel.localAddress?.port ?? port) },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Self.quiet(logger)
        )
        do {
            try await server.run()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw PortInUse(host: host, port: port)
        } catch let error as IOError where error.errnoCode == EADDRNOTAVAIL {
            throw HostElsewhere(host: host)
        } catch is SocketAddressError.UnknownHost {
            throw HostElsewhere(host: host)
        }
    }

    /// Hummingbird announces each port; the program says it once, for all.
    private static func quiet(_ logger: Logger) -> Logger {
        var logger = logger
        logger.logLevel = .warning
        return logger
    }
}

/// Another program listens on the port.
package struct PortInUse: Error, CustomStringConvertible {
    package let host: String
    package let port: Int

    package var description: String {
        "Port \(port) on \(host) is in use by another program. Stop it, or choose other ports with --port-offset."
    }
}

/// The address to listen on is none of this machine's, or no address at all.
package struct HostElsewhere: Error, CustomStringConvertible {
    package let host: String

    package var description: String {
        "--host \(host) is no address of this machine. Give one of its own, or 0.0.0.0 for all of them."
    }
}
