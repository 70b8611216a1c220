import AsyncHTTPClient
import Endpoints
import Glibc
import NIOCore
import Synchronization
import Testing

/// An installation for one test: a directory, ports that nobody uses, and the processes started in it.
final class Installation: Sendable {
    /// The working directory of every process; `data` in it is the data directory.
    let directory: String
    let http: HTTPClient
    private let portOffset: Int
    private let started = Mutex<[ElymicaProcess]>([])

    private init(_ directory: String, portOffset: Int) {
        (self.directory, self.portOffset) = (directory, portOffset)
        var configuration = HTTPClient.Configuration()
        // A program that is away is to be noticed at once.
        configuration.timeout.connect = .seconds(1)
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup, configuration: configuration)
    }

    /// Makes one, and removes it with all its processes.
    static func with(_ body: (Installation) async throws -> Void) async throws {
        var template = Array("/tmp/elymica-journey-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // PostgreSQL's user has to get through.
        chmod(directory, 0o711)
        let installation = Installation(directory, portOffset: try Ports.freeOffset())
        let janitor = try installation.removeWhenOver()
        var failure: (any Error)?
        do { try await body(installation) } catch { failure = error }
        // Also after a cancelled test: what it started must not outlive it.
        await Task {
            await installation.remove()
            _ = try? await janitor.end()
        }.value
        if let failure { throw failure }
    }

    /// Somebody at the gateway who is not signed in.
    var visitor: PlatformClient { visitor(portOffset: portOffset) }

    /// Somebody at the gateway of a process with ports of its own.
    func visitor(portOffset: Int) -> PlatformClient {
        PlatformClient(baseURL: "http://127.0.0.1:\(8000 + portOffset)", client: http)
    }

    /// Starts a command that keeps running.
    func start(
        _ arguments: [String],
        environment: [String: String] = [:],
        portOffset: Int? = nil
    ) throws -> ElymicaProcess {
        try spawn(arguments + ["--port-offset", String(portOffset ?? self.portOffset)], environment)
    }

    /// Runs a command to its end; its exit status and what it wrote.
    func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> (status: Int32, output: String)
    {
        let process = try spawn(arguments, environment)
        return (try await process.end(), process.output)
    }

    private func spawn(_ arguments: [String], _ environment: [String: String]) throws -> ElymicaProcess {
        try started.withLock { started in
            let process = try ElymicaProcess(
                arguments,
                environment: environment,
                directory: directory,
                log: "\(directory)/process-\(started.count + 1).log"
            )
            started.append(process)
            return process
        }
    }

    /// Waits until the gateway is ready, and says how long that took.
    @discardableResult
    func ready(_ process: ElymicaProcess, within limit: Duration = .seconds(60)) async throws -> Duration {
        let began = ContinuousClock.now
        while ContinuousClock.now - began < limit {
            if let status = process.status {
                throw Complaint("the program ended with \(status):\n\(process.output.suffix(2000))")
            }
            let answer = try? await visitor.send("GET", "/readyz", within: .seconds(2))
            if answer?.status == 200 { return ContinuousClock.now - began }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Complaint("not ready within \(limit); it wrote:\n\(process.output.suffix(2000))")
    }

    /// Asks until the answer is yes.
    func eventually(
        within limit: Duration = .seconds(30),
        _ complaint: String,
        _ ask: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if try await ask() { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw Complaint("\(complaint) within \(limit)")
    }

    /// Stops every process that still runs.
    func stop() async {
        for process in started.withLock({ $0 }) where process.status == nil { _ = try? await process.terminate() }
    }

    private func remove() async {
        await stop()
        try? await http.shutdown()
        // The server of a killed program stops by itself, but needs its directory until then.
        try? await eventually("PostgreSQL did not stop") {
            access("\(directory)/data/cluster/postmaster.pid", F_OK) != 0
        }
        _ = try? await ElymicaProcess(shell: #"rm -rf "$1""#, [directory]).end()
    }

    /// Leaves a shell behind that cleans up when this process has been killed itself.
    private func removeWhenOver() throws -> ElymicaProcess {
        try ElymicaProcess(
            shell:
                """
                while [ -d "/proc/$2" ] && [ -d "$1" ]; do sleep 0.5; done
                [ -d "$1" ] || exit 0
                for process in /proc/[0-9]*; do
                    [ "$(readlink "$process/cwd")" = "$1" ] && kill -9 "${process#/proc/}"
                done
                sleep 3
                rm -rf "$1"
                """,
            [directory, String(getpid())]
        )
    }
}
