import Glibc
import NIOCore
import Processes
import Synchronization

/// A Redis server of a test's own on this machine: to be killed, started again, and kept from answering.
///
/// It keeps nothing on disk, so one that was killed comes back empty, and it goes when the test's process goes.
package final class RedisServer: Sendable {
    /// The port it listens on at 127.0.0.1, after every restart the same.
    package let port: Int
    /// How a program finds it.
    package var url: String { "redis://\(password.map { ":\($0)@" } ?? "")127.0.0.1:\(port)/0" }

    private let password: String?
    private let process = Mutex<pid_t?>(nil)
    /// Every start has a file of its own: the shell of one that was killed removes its own later.
    private let starts = Atomic<Int>(0)

    private init(port: Int, password: String?) { (self.port, self.password) = (port, password) }

    /// Runs a test with a server and stops it afterwards.
    package static func with<R>(password: String? = nil, _ body: (RedisServer) async throws -> R) async throws -> R {
        let server = RedisServer(port: try freePort(), password: password)
        try await server.start()
        defer { server.kill() }
        return try await body(server)
    }

    /// Starts it, and returns when it answers.
    package func start() async throws {
        let file = "/tmp/elymica-redis-\(port)-\(starts.add(1, ordering: .relaxed).newValue).pid"
        let options = [
            "--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--daemonize", "no",
            "--loglevel", "warning", "--dir", "/tmp", "--requirepass", password ?? "",
        ]
        // The shell ends with the server; it ends the server when the tests are over, however that comes.
        let script = """
            redis-server "$@" </dev/null >/dev/null 2>&1 & server=$!
            echo $server >\(file)
            while [ -d /proc/\(getpid()) ] && kill -0 $server 2>/dev/null; do sleep 0.3; done
            kill -9 $server 2>/dev/null; rm -f \(file)
            """
        try Program(["/bin/sh", "-c", script, "sh"] + options, environment: Program.environment).startDetached()
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            if let id = serverID(in: file), await answers() {
                process.withLock { $0 = id }
                return
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw RedisDidNotStart()
    }

    /// Ends it in the middle of whatever it does.
    package func kill() { signal(SIGKILL, forgetting: true) }

    /// Keeps it from answering; connections stay.
    package func pause() { signal(SIGSTOP) }

    /// Lets it go on.
    package func resume() { signal(SIGCONT) }

    private func signal(_ number: Int32, forgetting: Bool = false) {
        process.withLock { process in
            guard let id = process else { return }
            Glibc.kill(id, number)
            if forgetting { process = nil }
        }
    }

    private func serverID(in path: String) -> pid_t? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 16)
        let count = fread(&line, 1, line.count, file)
        return pid_t(String(decoding: line.prefix(count), as: UTF8.self).filter { $0.isNumber })
    }

    private func answers() async -> Bool {
        let reply = try? await RawConnection.open(port: port) { inbound, outbound in
            try await outbound.write(ByteBuffer(string: "PING\r\n"))
            return try await inbound.upTo("\r\n")
        }
        return reply?.isEmpty == false
    }

    /// A port that nobody listens on, below those that connections get.
    private static func freePort() throws -> Int {
        for _ in 0..<200 {
            let port = Int.random(in: 20_000..<32_000)
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            guard descriptor >= 0 else { continue }
            defer { close(descriptor) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(port).bigEndian
            address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            let isFree = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            if isFree { return port }
        }
        throw RedisDidNotStart()
    }
}

/// `redis-server` is not installed, or did not answer within twenty seconds.
package struct RedisDidNotStart: Error {}
