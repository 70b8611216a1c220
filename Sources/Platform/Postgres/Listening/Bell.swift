import Glibc

/// Wakes a thread that waits for a socket.
final class Bell: Sendable {
    /// A pipe: what is written to the one end ends the wait on the other.
    private let read: Int32
    private let write: Int32

    init() {
        var ends: [Int32] = [-1, -1]
        pipe(&ends)
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (read, write) = (ends[0], ends[1])
    }

    deinit {
        close(read)
        close(write)
    }

    /// Once rung it stays so until somebody has waited; a full pipe is rung already.
    func ring() {
        var byte: UInt8 = 1
        _ = Glibc.write(write, &byte, 1)
    }

    /// Waits until rung, until `socket` can be read, or as long as `limit` says.
    func wait(_ socket: Int32?, for limit: Duration) {
        var descriptors = [pollfd(fd: read, events: Int16(POLLIN), revents: 0)]
        if let socket { descriptors.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        poll(&descriptors, nfds_t(descriptors.count), Int32(limit / .milliseconds(1)))
        guard descriptors[0].revents != 0 else { return }
        var bytes = [UInt8](repeating: 0, count: 256)
        while Glibc.read(read, &bytes, bytes.count) == bytes.count {}
    }
}
