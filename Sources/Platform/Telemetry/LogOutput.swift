import Glibc
import Synchronization

/// Where log lines go: a file descriptor that is written one whole line at a time.
///
/// Lines of tasks that log at once never mix. A line that cannot be written (the reader is gone, the disk is full) is
/// counted and dropped: reporting must not fail the work it reports on. Make one per descriptor.
package final class LogOutput: Sendable {
    private let descriptor: Int32
    private let turn = Mutex<Void>(())
    private let dropped = Atomic<Int>(0)

    package init(descriptor: Int32 = STDOUT_FILENO) { self.descriptor = descriptor }

    /// How many lines could not be written.
    package var droppedLines: Int { dropped.load(ordering: .relaxed) }

    func write(_ line: [UInt8]) {
        let isWritten = turn.withLock { _ in line.withUnsafeBytes { writeAll($0) } }
        if !isWritten { dropped.add(1, ordering: .relaxed) }
    }

    /// One `write` takes the whole line but for signals and full non-blocking pipes, which are waited for one second.
    private func writeAll(_ line: UnsafeRawBufferPointer) -> Bool {
        var rest = line
        var patience = 10
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
            if written > 0 {
                rest = UnsafeRawBufferPointer(rebasing: rest[written...])
            } else if written < 0, errno == EAGAIN, patience > 0 {
                patience -= 1
                var writable = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                _ = poll(&writable, 1, 100)
            } else if written < 0, errno == EINTR {
                continue
            } else {
                return false
            }
        }
        return true
    }
}
