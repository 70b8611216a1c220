import Foundation
import Glibc
import Processes
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
        let status = Program.wait(for: process)
        return Outcome(status: isOver && status >= 0 ? status : nil, output: String(decoding: output, as: UTF8.self))
    }

    private func spawn(output: Int32) throws(FilesError) -> pid_t {
        let limits = [
            "/usr/bin/prlimit", "--as=\(memory)", "--cpu=\(seconds)", "--fsize=\(fileSize)", "--nofile=64", "--core=0",
            "--",
        ]
        let program = Program(
            limits + words,
            environment: ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C.UTF-8"] + environment,
            in: directory,
            output: .descriptor(output),
            complaints: .nowhere
        )
        do throws(ProgramError) {
            return try program.start()
        } catch {
            throw .storageUnavailable("prlimit cannot be started")
        }
    }
}

/// Tells a thread that nobody waits for it any more.
private final class CancellationMark: Sendable {
    private let mark = Atomic<Bool>(false)

    var isSet: Bool { mark.load(ordering: .relaxed) }
    func set() { mark.store(true, ordering: .relaxed) }
}
