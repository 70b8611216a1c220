import Glibc
import Logging
import Postgres
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

    private func remove() {
        let shell = posixShell("rm -rf '\(directory)'")
        #expect(shell == 0)
    }
}

/// The exit status of a shell command.
func posixShell(_ command: String) -> Int32 {
    var process = pid_t()
    let words = ["/bin/sh", "-c", command].map { (word: String) -> UnsafeMutablePointer<CChar>? in strdup(word) }
    defer { for word in words { free(word) } }
    guard posix_spawn(&process, "/bin/sh", nil, nil, words + [nil], environ) == 0 else { return -1 }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    return status
}
