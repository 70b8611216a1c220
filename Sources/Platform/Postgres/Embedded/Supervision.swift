import CPostgres
import Glibc
import Logging
import Processes
import Synchronization

/// A started cluster and the thread that keeps its server running.
///
/// The thread lives as long as the supervision does, and must: the server is tied to the life of the thread that
/// started it.
final class Supervision: Sendable {
    private struct State {
        var process: pid_t?
        var isEnding = false
        var hasEnded = false
        /// The last thing the server said when it failed to start.
        var complaint: String?
    }

    let cluster: Cluster
    private let lock: DirectoryLock
    private let settings: [String: String]
    private let logger: Logger
    private let state = Mutex(State())
    private let parking = Parking()

    private init(_ cluster: Cluster, _ lock: DirectoryLock, _ settings: [String: String], _ logger: Logger) {
        (self.cluster, self.settings, self.logger) = (cluster, settings, logger)
        self.lock = lock
    }

    /// Takes the directory, makes the cluster if there is none, and starts its server.
    static func begin(_ directory: String, settings: [String: String], logger: Logger) throws -> Supervision {
        let user = try ServerUser.choose()
        try user.checkOwner(of: directory)
        try Files.makeDirectory(directory, mode: user.isOther ? 0o711 : 0o700)
        // It may be there for files alone, from a start with a database elsewhere.
        if user.isOther { Files.letThrough(directory) }
        let lock = try DirectoryLock(directory)
        let cluster = try Cluster(directory, user: user)
        cluster.stopLeftovers()
        let supervision = Supervision(cluster, lock, settings, logger)
        try OwnThread { supervision.run() }.detach()
        return supervision
    }

    var process: pid_t? { state.withLock { $0.process } }
    private var output: String { cluster.directory + "/postgres.log" }

    /// Starts the server, and again whenever it ends by itself.
    private func run() {
        var backoff = Backoff()
        var failures = 0
        while !state.withLock({ $0.isEnding }) {
            let (began, since) = (ContinuousClock.now, time(nil))
            unlink(output)
            let process = try? Child.start(cluster.command(settings: settings), output: output)
            let isEnding = state.withLock { state in
                state.process = process
                return state.isEnding
            }
            if let process {
                if isEnding { kill(process, SIGINT) }
                let status = Program.wait(for: process)
                state.withLock { $0.process = nil }
                if state.withLock({ $0.isEnding }) { break }
                logger.error("PostgreSQL ended and is started again", metadata: ["status": "\(status)"])
            }
            if ContinuousClock.now - began > .seconds(5) { (backoff, failures) = (Backoff(), 0) }
            complain(of: since)
            failures += 1
            // Backends that outlive a killed postmaster keep its shared memory; they have had their time to notice.
            if failures % 4 == 0 { cluster.killOrphans() }
            parking.sleep(until: .now + backoff.next())
        }
        state.withLock { $0.hasEnded = true }
    }

    private func complain(of start: time_t) {
        let lines = (Files.text(output) ?? "").split(separator: "\n")
        guard let line = lines.last(where: { $0.contains("FATAL") }) ?? lastInLog(since: start) ?? lines.last else {
            return
        }
        state.withLock { $0.complaint = String(line) }
    }

    /// What the server complained of after it had begun to write its own log: the end of the one written last.
    private func lastInLog(since start: time_t) -> Substring? {
        let folder = cluster.path + "/log"
        let written = Files.names(in: folder).compactMap { name in
            Files.status(folder + "/" + name).map { (folder + "/" + name, $0.st_mtim.tv_sec) }
        }
        guard let newest = written.filter({ $0.1 >= start }).max(by: { $0.1 < $1.1 })?.0 else { return nil }
        let lines = (Files.end(of: newest) ?? "").split(separator: "\n")
        return lines.last { $0.contains("FATAL") || $0.contains("PANIC") }
    }

    /// Waits until the server accepts connections; gives up when it keeps failing, or after 60 s of recovery.
    func waitUntilReady() throws {
        let deadline = ContinuousClock.now + .seconds(60)
        let keywords = CStrings(["host", "dbname", "user", "connect_timeout"])
        let values = CStrings([cluster.socketDirectory, "postgres", Cluster.administrator, "2"])
        var failing: ContinuousClock.Instant?
        while ContinuousClock.now < deadline {
            if PQpingParams(keywords.constants, values.constants, 0) == PQPING_OK { return }
            if let complaint = state.withLock({ $0.process == nil ? $0.complaint : nil }) {
                let since = failing ?? .now
                failing = since
                guard ContinuousClock.now - since < .seconds(4) else {
                    throw EmbeddedServerError.failed(step: "starting PostgreSQL", output: complaint)
                }
            }
            usleep(5_000)
        }
        throw EmbeddedServerError.failed(step: "starting PostgreSQL", output: "not ready after 60 s")
    }

    /// Shuts the server down: sessions are ended and everything is written; after 15 s it is made to.
    func end() {
        state.withLock { state in
            state.isEnding = true
            if let process = state.process { kill(process, SIGINT) }
        }
        parking.wake()
        let deadline = ContinuousClock.now + .seconds(15)
        while !state.withLock({ $0.hasEnded }) {
            if ContinuousClock.now > deadline { state.withLock { _ = $0.process.map { kill($0, SIGQUIT) } } }
            usleep(5_000)
        }
        if !cluster.socketDirectory.hasPrefix(cluster.directory) { rmdir(cluster.socketDirectory) }
        lock.release()
    }
}
