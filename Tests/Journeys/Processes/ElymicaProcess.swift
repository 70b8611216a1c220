import Glibc
import Processes
import Synchronization
import Testing

/// The built program, running as a process of its own: to be stopped politely, or killed as the kernel would.
final class ElymicaProcess: Sendable {
    let id: pid_t
    /// The file that has everything it wrote.
    private let log: String
    private let outcome = Mutex<Int32?>(nil)

    /// Starts the program in `directory`, with `environment` on top of the test's own, less its settings.
    init(_ arguments: [String], environment: [String: String], directory: String, log: String) throws {
        self.log = log
        id = try Program(
            [try Self.executable] + arguments,
            environment: Self.environment(environment),
            in: directory,
            output: .file(log)
        ).start()
    }

    /// Starts a shell script instead, which outlives the test when the test's process is killed.
    init(shell script: String, _ arguments: [String]) throws {
        log = "/dev/null"
        id = try Program(["/bin/sh", "-c", script, "sh"] + arguments, environment: Self.environment([:])).start()
    }

    /// What it wrote so far.
    var output: String {
        guard let file = fopen(log, "r") else { return "" }
        defer { fclose(file) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while case let count = fread(&piece, 1, piece.count, file), count > 0 { text += piece.prefix(count) }
        return String(decoding: text, as: UTF8.self)
    }

    /// Its exit status, negative for the signal that ended it; `nil` while it runs.
    var status: Int32? {
        outcome.withLock { outcome in
            var status: Int32 = 0
            if outcome == nil, waitpid(id, &status, WNOHANG) == id {
                outcome = Program.exitStatus(status)
            }
            return outcome
        }
    }

    /// Waits for its end, and makes one when it takes too long.
    @discardableResult
    func end(within limit: Duration = .seconds(60)) async throws -> Int32 {
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if let status { return status }
            try await Task.sleep(for: .milliseconds(5))
        }
        Glibc.kill(id, SIGKILL)
        throw Complaint("the program did not end within \(limit); it wrote:\n\(output.suffix(2000))")
    }

    /// Ends it in the middle of whatever it does, and returns when it is gone.
    func kill() async throws {
        if status == nil { Glibc.kill(id, SIGKILL) }
        try await end(within: .seconds(10))
    }

    /// Asks it to stop, and returns its exit status.
    func terminate() async throws -> Int32 {
        if status == nil { Glibc.kill(id, SIGTERM) }
        return try await end()
    }
}

extension ElymicaProcess {
    /// The program beside the test bundle that is running.
    private static var executable: String {
        get throws {
            let bundle = try #require(realpath("/proc/self/exe", nil))
            defer { free(bundle) }
            let program =
                String(cString: bundle).split(separator: "/").dropLast().map { "/" + $0 }.joined() + "/elymica"
            guard access(program, X_OK) == 0 else {
                throw Complaint("\(program) is not there: run swift build --build-tests")
            }
            return program
        }
    }

    /// The settings of whoever runs the tests are none of the program's business, but for where PostgreSQL is.
    private static func environment(_ additions: [String: String]) -> [String] {
        let inherited = Program.environment.filter { text in
            let isSetting = ["ELYMICA_", "JWT_"].contains { text.hasPrefix($0) }
            return !isSetting || text.hasPrefix("ELYMICA_POSTGRES_BIN=")
        }
        // Tests ask far more often than a person does.
        let additions = ["ELYMICA_USER_REQUESTS_PER_MINUTE": "0"].merging(additions) { $1 }
        return inherited + additions.map { "\($0)=\($1)" }
    }
}
