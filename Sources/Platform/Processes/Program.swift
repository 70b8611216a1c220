import CSpawn
import Glibc

/// A program to be started: in a session of its own, so that a Ctrl-C meant for us does not reach it; with no signal
/// blocked or ignored; and with none of our files open. SwiftNIO's sockets would all go with it otherwise, and it would
/// keep a port or a connection open that we have closed.
package struct Program: Sendable {
    /// Where something goes that it writes.
    package enum Output: Sendable {
        case nowhere
        /// The end of a file, which is made with mode 0600 where there is none.
        case file(String)
        case descriptor(Int32)
    }

    /// The path of what is run, or its name in our PATH, and its arguments.
    package let words: [String]
    /// All of its environment, as `NAME=value`.
    package let environment: [String]
    /// Where it runs; `nil` is where we do.
    package let directory: String?
    package let output: Output
    /// `nil` goes where `output` goes.
    package let complaints: Output?

    package init(
        _ words: [String],
        environment: [String],
        in directory: String? = nil,
        output: Output = .nowhere,
        complaints: Output? = nil
    ) {
        (self.words, self.environment, self.directory) = (words, environment, directory)
        (self.output, self.complaints) = (output, complaints)
    }

    /// Starts it and returns its process id, which somebody has to wait for.
    package func start() throws(ProgramError) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        Self.send(output, to: 1, &actions)
        if let complaints {
            Self.send(complaints, to: 2, &actions)
        } else {
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        if let directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        let ownSession: Int16 = 0x80  // POSIX_SPAWN_SETSID, which Swift's module of glibc does not have
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | ownSession)

        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        guard let path = words.first else { throw ProgramError(program: "", code: ENOENT) }
        var process = pid_t()
        let code = posix_spawnp(&process, path, &actions, &attributes, arguments, variables)
        guard code == 0 else { throw ProgramError(program: path, code: code) }
        return process
    }

    private static func send(_ output: Output, to number: Int32, _ actions: inout posix_spawn_file_actions_t) {
        switch output {
        case .nowhere: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", O_WRONLY, 0)
        case .file(let path):
            posix_spawn_file_actions_addopen(&actions, number, path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, number)
        }
    }

    /// Waits for the end of a process that we started, and returns its exit status; a signal's number is negative.
    @discardableResult
    package static func wait(for process: Int32) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return exitStatus(status)
    }

    /// What `waitpid` said: the exit status, or a signal's number, negative.
    package static func exitStatus(_ status: Int32) -> Int32 {
        status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }

    /// Our own environment, as a program takes it.
    package static var environment: [String] {
        var variables: [String] = []
        var variable = environ
        while let text = variable.pointee.map({ String(cString: $0) }) {
            variables.append(text)
            variable += 1
        }
        return variables
    }
}

/// Why a program could not be started.
package struct ProgramError: Error, Sendable, CustomStringConvertible {
    package let program: String
    /// Of `errno`.
    package let code: Int32

    package var description: String { "\(program) cannot be started: \(String(cString: strerror(code)))" }
}
