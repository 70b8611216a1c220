import Glibc
import Logging
import Postgres
import Processes
import TestKit
import Testing

/// A server of a test's own, to be stopped and killed, with the schema `school` in it and durability on.
struct PrivateServer {
    let directory: String
    let server: EmbeddedServer

    static func with(_ body: (PrivateServer) async throws -> Void) async throws {
        var template = Array("/tmp/elymica-private-XXXXXX".utf8CString)
        #expect(mkdtemp(&template) != nil)
        let directory = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        chmod(directory, 0o711)
        let server = PrivateServer(
            directory: directory,
            server: EmbeddedServer(dataDirectory: directory, logger: .quiet)
        )
        do {
            try await server.server.start()
            try await Migrator(server.server.administrator, logger: .quiet).migrate([school])
            try await body(server)
        } catch {
            await server.server.stop()
            throw error
        }
        await server.server.stop()
        server.remove()
    }

    func database(_ change: (inout DatabaseConfiguration) -> Void = { _ in }) throws -> Database {
        var configuration = DatabaseConfiguration(try server.application)
        change(&configuration)
        return Database(configuration, logger: .quiet)
    }

    /// Kills the server as the out-of-memory killer would, and waits until another has been started.
    func kill() async throws {
        let process = try #require(server.processID)
        Glibc.kill(process, SIGKILL)
        try await eventually { server.processID.map { $0 != process } ?? false }
    }

    /// Starts a server on the stopped cluster by a shell that ends, as if we had been killed before the kernel could
    /// tell it, and waits until it answers.
    func startBehind(_ target: ConnectionTarget) async throws {
        let log = directory + "/behind.log"
        let bin = "$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)"
        let user = geteuid() == 0 ? "setpriv --reuid=postgres --regid=postgres --clear-groups --" : ""
        let options = "-c listen_addresses= -c unix_socket_directories=\(directory)/socket"
        let command = "cd / && \(user) \(bin)/postgres -D \(directory)/cluster \(options) >>\(log) 2>&1 &"
        let (began, limit) = (ContinuousClock.now, Duration.seconds(120))
        var starts = 0
        while (try? await Maintenance(target).run("select 1")) == nil {
            let waited = ContinuousClock.now - began
            if waited > limit { #expect(posixShell("tail -n 30 \(log) \(directory)/cluster/log/* >&2") == 0) }
            try #require(waited <= limit, "the server that was left behind does not answer; it wrote what is above")
            // A second one does no harm where the first still runs: PostgreSQL lets one have the cluster.
            if waited >= .seconds(10) * starts {
                starts += 1
                #expect(posixShell(command) == 0)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    private func remove() {
        let shell = posixShell("rm -rf '\(directory)'")
        #expect(shell == 0)
    }
}

/// The exit status of a shell command; what it writes goes where ours goes.
func posixShell(_ command: String) -> Int32 {
    let shell = Program(["/bin/sh", "-c", command], environment: Program.environment, output: .descriptor(2))
    return (try? shell.start()).map { Program.wait(for: $0) } ?? -1
}
