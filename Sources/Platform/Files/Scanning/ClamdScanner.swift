import NIOCore
import NIOPosix
package import Values

/// Has files looked at by clamd, over its INSTREAM command (clamd(8)).
///
/// Where it is configured, nothing is taken without its word: a scanner that is away, slow or refuses to look is a
/// refusal.
package struct ClamdScanner: Sendable {
    private let address: Address
    private let deadline: Duration

    enum Address: Hashable, Sendable {
        case tcp(host: String, port: Int)
        case socket(path: String)
    }

    /// `tcp://127.0.0.1:3310` or `unix:/run/clamav/clamd.ctl`.
    package init(url: String, deadline: Duration = .seconds(60)) throws(InvalidValue) {
        let (tcp, unix) = ("tcp://", "unix:")
        if url.hasPrefix(unix) {
            let path = String(url.dropFirst(unix.count))
            guard path.hasPrefix("/"), path.utf8.count < 108 else { throw InvalidValue("must be unix:/path/of/socket") }
            address = .socket(path: path)
        } else {
            let rest = url.dropFirst(tcp.count)
            guard url.hasPrefix(tcp), let colon = rest.lastIndex(of: ":"), colon != rest.startIndex,
                let port = Int(rest[rest.index(after: colon)...]), (1...65_535).contains(port)
            else { throw InvalidValue("must be tcp://host:port or unix:/path/of/socket") }
            let host = rest[..<colon].filter { $0 != "[" && $0 != "]" }
            address = .tcp(host: String(host), port: port)
        }
        self.deadline = deadline
    }

    /// Returns when the scanner has found nothing.
    ///
    /// - Throws: ``FilesError/infected(signature:)``, ``FilesError/scannerUnavailable``.
    package func scan(_ file: SpooledFile) async throws(FilesError) {
        let verdict: Verdict
        do {
            verdict = try await withThrowingTaskGroup(of: Verdict.self) { group in
                group.addTask { try await ask(about: file) }
                group.addTask {
                    try await Task.sleep(for: deadline)
                    throw FilesError.scannerUnavailable
                }
                defer { group.cancelAll() }
                return try await group.next() ?? .unclear
            }
        } catch {
            if Task.isCancelled { throw .interrupted }
            throw .scannerUnavailable
        }
        switch verdict {
        case .clean: return
        case .infected(let signature): throw .infected(signature: signature)
        case .unclear: throw .scannerUnavailable
        }
    }

    private enum Verdict: Sendable {
        case clean
        case infected(String)
        case unclear

        /// `stream: OK`, `stream: Eicar-Signature FOUND`, or `… ERROR`.
        init(_ reply: String) {
            let reply = reply.prefix { $0 != "\0" }.trimmingSuffix("\n")
            guard reply.hasPrefix("stream: ") else {
                self = .unclear
                return
            }
            let words = reply.dropFirst("stream: ".count)
            if words == "OK" {
                self = .clean
            } else if words.hasSuffix(" FOUND") {
                self = .infected(String(words.dropLast(" FOUND".count).prefix(200)))
            } else {
                self = .unclear
            }
        }
    }

    private func ask(about file: SpooledFile) async throws -> Verdict {
        let descriptor = try await onDisk { () throws(FilesError) in try file.open() }
        return try await connect().executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: "zINSTREAM\0"))
            var offset = 0
            while offset < file.size {
                let (start, count) = (offset, min(65_536, file.size - offset))
                var piece = try await onFileThread { try descriptor.read(count, at: start) }
                guard piece.readableBytes == count else { throw FilesError.interrupted }
                var framed = ByteBufferAllocator().buffer(capacity: count + 4)
                framed.writeInteger(UInt32(count))
                framed.writeBuffer(&piece)
                try await outbound.write(framed)
                offset += count
            }
            try await outbound.write(ByteBuffer(integer: UInt32(0)))
            var reply = ""
            for try await piece in inbound where !reply.contains("\0") {
                reply += String(buffer: piece)
                if reply.contains("\0") || reply.utf8.count > 4096 { break }
            }
            return Verdict(reply)
        }
    }

    private func connect() async throws -> NIOAsyncChannel<ByteBuffer, ByteBuffer> {
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(.seconds(3))
        @Sendable func wrap(_ channel: any Channel) -> EventLoopFuture<NIOAsyncChannel<ByteBuffer, ByteBuffer>> {
            channel.eventLoop.makeCompletedFuture { try NIOAsyncChannel(wrappingChannelSynchronously: channel) }
        }
        return switch address {
        case .tcp(let host, let port): try await bootstrap.connect(host: host, port: port, channelInitializer: wrap)
        case .socket(let path): try await bootstrap.connect(unixDomainSocketPath: path, channelInitializer: wrap)
        }
    }
}

extension Substring {
    fileprivate func trimmingSuffix(_ suffix: String) -> Substring {
        hasSuffix(suffix) ? dropLast(suffix.count) : self
    }
}
