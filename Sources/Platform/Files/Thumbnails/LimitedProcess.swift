import Foundation
import Glibc
import Synchronization

/// A program that gets so much time, memory and disk and no more, no shell, none of our files, environment or secrets.
struct LimitedProcess: Sendable {
    let words: [String]
    /// Where it runs and the only place it should write to.
    let directory: String
    var environment: [String] = []
    /// Seconds of computing.
    var seconds = 5
    /// Seconds by the clock.
    var deadline = Duration.seconds(10)
    /// Bytes of address space.
    var memory = 512 << 20
    /// Bytes of any one file that it writes.
    var fileSize = 8 << 20

    struct Outcome: Sendable {
        /// What it exited with; `nil` when it was killed, by us or by its own fault.
        let status: Int32?
        /// The first 4 KB of what it wrote to its standard output.
        let output: String
    }

    /// Runs it, on a thread of its own, to its end. Cancelling the task kills it.
    func run() async throws(FilesError) -> Outcome {
        let isCancelled = CancellationMark()
        let result: Result<Outcome, FilesError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(
                        returning: Result { () throws(FilesError) in try self.runBlocking(isCancelled) }
                    )
                }
            }
        } onCancel: {
            isCancelled.set()
        }
        return try result.get()
    }

    private func runBlocking(_ cancelled: CancellationMark) throws(FilesError) -> Outcome {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw .failing("pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let reading = ends[0]
        defer { close(reading) }
        let process: pid_t
        do {
            defer { close(ends[1]) }
            process = try spawn(output: ends[1])
        }
        let end = ContinuousClock.now + deadline
        var output: [UInt8] = []
        var isOver = false
        while !isOver, ContinuousClock.now < end, !cancelled.isSet {
            var poller = pollfd(fd: reading, events: Int16(POLLIN), revents: 0)
            guard poll(&poller, 1, 50) > 0 else { continue }
            var piece = [UInt8](repeating: 0, count: 4096)
            let count = read(reading, &piece, piece.count)
            isOver = count == 0 || (count < 0 && errno != EINTR)
            output += piece.prefix(max(0, min(count, 4096 - output.count)))
        }
        // The whole session: what it started itself goes with it. One that closed its output gets no time either.
        if !isOver { kill(-process, SIGKILL) }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        let hasExited = isOver && status & 0x7f == 0
        return Outcome(status: hasExited ? status >> 8 & 0xff : nil, output: String(decoding: output, as: UTF8.self))
    }

    private func spawn(output: Int32) throws(FilesError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, 1)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        // One that is closed meanwhile does no harm (glibc ignores it).
        for file in Directories.entries(of: "/proc/self/fd").compactMap({ Int32($0.name) }) where file > 2 {
            posix_spawn_file_actions_addclose(&actions, file)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | 0x80
        )  // 0x80 is POSIX_SPAWN_SETSID

        let limits = [
            "/usr/bin/prlimit", "--as=\(memory)", "--cpu=\(seconds)", "--fsize=\(fileSize)", "--nofile=64", "--core=0",
            "--", "/usr/bin/env", "--chdir=\(directory)",
        ]
        let arguments = (limits + words).map { strdup($0) } + [nil]
        let variables =
            (["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"] + environment).map { strdup($0) } + [nil]
        defer { for pointer in arguments + variables { free(pointer) } }
        var process = pid_t()
        guard posix_spawn(&process, limits[0], &actions, &attributes, arguments, variables) == 0 else {
            throw .storageUnavailable("prlimit cannot be started")
        }
        return process
    }
}

/// Tells a thread that nobody waits for it any more.
private final class CancellationMark: Sendable {
    private let mark = Atomic<Bool>(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }
    func set() { mark.store(true, ordering: .relaxed) }
}
