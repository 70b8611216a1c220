import FoundationEssentials
import Glibc
import NIOCore
import NIOSSL
import Processes
import Telemetry
import Testing
import Upstreams
import Values

/// How connections are made, used again and given up, seen from the server's side.
@Suite("Connections to upstreams", .timeLimit(.minutes(5)))
struct ConnectionTests {
    private let flows = #"[{"id":"f1","name":"Rain"}]"#

    private func asking(
        _ address: String,
        connect: Duration = .seconds(5),
        connections: Int = 4_096,
        trusting trust: NIOSSLTrustRoots = .default,
        _ body: (FlowiseClient) async throws -> Void
    ) async throws {
        let transport = UpstreamTransport(connect: connect, connections: connections, trusting: trust)
        let upstream = Upstream(
            "flowise",
            at: try UpstreamAddress(parsing: address),
            key: nil,
            over: transport,
            metrics: MetricsRegistry()
        )
        do {
            try await body(FlowiseClient(upstream))
        } catch {
            await transport.shutdown()
            throw error
        }
        await transport.shutdown()
    }

    @Test("A connection is used again while it is fresh, and closed at the end")
    func keptAlive() async throws {
        try await WireServer.with(answers: [.answer(flows)]) { server, port in
            try await asking("http://127.0.0.1:\(port)") { client in
                for _ in 0..<3 {
                    let names = try await client.chatflows().map(\.name)
                    #expect(names == ["Rain"])
                    // Every event loop has its own.
                    #expect(server.tally.connections <= 2)
                }
            }
            while server.tally.open > 0 { try await Task.sleep(for: .milliseconds(5)) }
        }
    }

    @Test("A server that does not keep connections is connected to anew", arguments: ["Connection: close", "1.0"])
    func notKept(way: String) async throws {
        let answer = way == "1.0" ? "HTTP/1.0 200 OK\r\n\r\n\(flows)" : .answer(flows, way)
        try await WireServer.with(answers: [answer], hangsUp: true) { server, port in
            try await asking("http://127.0.0.1:\(port)") { client in
                for count in 1...3 {
                    let flows = try await client.chatflows().count
                    #expect(flows == 1 && server.tally.connections == count)
                }
            }
        }
    }

    @Test("More requests than connections wait for one, and all are answered")
    func limit() async throws {
        try await WireServer.with(answers: [.answer(flows)], pause: .milliseconds(20)) { server, port in
            try await asking("http://127.0.0.1:\(port)", connections: 1) { client in
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for _ in 0..<12 { group.addTask { try await client.chatflows().count } }
                    for try await count in group { #expect(count == 1) }
                }
                // One of each of two event loops.
                #expect(server.tally.requests == 12 && server.tally.mostOpen <= 2)
            }
        }
    }

    @Test("Interim answers and trailers are passed over; bytes that nobody asked for end the connection")
    func strange() async throws {
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\(String(flows.utf8.count, radix: 16))\r\n"
            + "\(flows)\r\n0\r\nX-Sum: 1\r\n\r\n"
        let other = #"[{"id":"f2","name":"Somebody else's"}]"#
        let answers = [
            "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + .answer(flows), chunked, .answer(flows) + .answer(other),
        ]
        try await WireServer.with(answers: answers) { server, port in
            try await asking("http://127.0.0.1:\(port)", connections: 1) { client in
                try await withThrowingTaskGroup(of: [String].self) { group in
                    for _ in 0..<12 { group.addTask { try await client.chatflows().map(\.name) } }
                    for try await names in group { #expect(names == ["Rain"]) }
                }
                #expect(server.tally.connections >= 3)
            }
        }
    }

    @Test(
        "What is no HTTP, is cut off or ends before its head is a failure and no answer",
        arguments: [
            ("SSH-2.0-OpenSSH_9.2\r\n", UpstreamFailure.Reason.malformed),
            ("HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n[", .cutOff), ("", .unreachable),
            ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n[]", .malformed),
            ("HTTP/1.1 200 OK\r\nX: " + String(repeating: "a", count: 100_000) + "\r\n\r\n[]", .malformed),
        ]
    )
    func broken(bytes: String, reason: UpstreamFailure.Reason) async throws {
        try await WireServer.with(answers: [bytes], hangsUp: true) { _, port in
            try await asking("http://127.0.0.1:\(port)") { client in
                let failure = await #expect(throws: UpstreamFailure.self) { try await client.chatflows() }
                #expect(failure?.reason == reason)
            }
        }
    }

    @Test("Over TLS, whoever accepts a connection and says nothing is not there")
    func silent() async throws {
        // What it hears of TLS is no request that ends.
        try await WireServer.with(answers: [""]) { server, port in
            let began = ContinuousClock.now
            try await asking("https://localhost:\(port)", connect: .milliseconds(200)) { client in
                let failure = await #expect(throws: UpstreamFailure.self) { try await client.chatflows() }
                #expect(failure?.reason == .unreachable)
            }
            // Well before the ten seconds that an answer may take.
            #expect(began.duration(to: .now) < .seconds(8) && server.tally.requests == 0)
        }
    }

    @Test("A server that is trusted answers over TLS; one that is not, or has another name, hears no request")
    func encrypted() async throws {
        let (certificate, key) = try await Self.certificate(of: "localhost")
        let context = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(certificate)],
                privateKey: .privateKey(key)
            )
        )
        try await WireServer.with(context, answers: [.answer(flows)]) { server, port in
            try await asking("https://localhost:\(port)", trusting: .certificates([certificate])) { client in
                let count = try await client.chatflows().count
                #expect(count == 1)
            }
            let asked = server.tally.requests
            for (host, trust) in [
                ("https://localhost", NIOSSLTrustRoots.default), ("https://127.0.0.1", .certificates([certificate])),
            ] {
                try await asking("\(host):\(port)", trusting: trust) { client in
                    let failure = await #expect(throws: UpstreamFailure.self) { try await client.chatflows() }
                    #expect(failure?.reason == .unreachable)
                }
            }
            #expect(server.tally.requests == asked)
        }
    }

    private static func certificate(of name: String) async throws -> (NIOSSLCertificate, NIOSSLPrivateKey) {
        var template = Array("/tmp/elymica-tls-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (key, certificate) = (folder + "/key.pem", folder + "/certificate.pem")
        let process = try Program(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2", "-subj", "/CN=\(name)", "-addext", "subjectAltName=DNS:\(name)", "-keyout", key, "-out",
                certificate,
            ],
            environment: ["PATH=/usr/bin:/bin"]
        ).start()
        try #require(Program.wait(for: process) == 0)
        return (
            try #require(NIOSSLCertificate.fromPEMFile(certificate).first),
            try NIOSSLPrivateKey(file: key, format: .pem)
        )
    }
}
