import Glibc
import Synchronization

/// Holds a data directory for one process; the kernel lets go of it however the process ends.
final class DirectoryLock: Sendable {
    private let descriptor: Mutex<Int32?>

    init(_ directory: String) throws(EmbeddedServerError) {
        let path = directory + "/lock"
        let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw .cannotWrite(path: path) }
        guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
            close(file)
            throw .inUse(directory: directory)
        }
        descriptor = Mutex(file)
    }

    /// Whether a process holds a directory; looks without making anything.
    static func isHeld(_ directory: String) -> Bool {
        let file = open(directory + "/lock", O_RDWR | O_CLOEXEC)
        guard file >= 0 else { return false }
        defer { close(file) }
        return flock(file, LOCK_EX | LOCK_NB) != 0
    }

    deinit { release() }

    func release() {
        descriptor.withLock { descriptor in
            guard let file = descriptor else { return }
            // Explicitly, for a child that is just being started has the file open too, until it becomes its program.
            flock(file, LOCK_UN)
            close(file)
            descriptor = nil
        }
    }
}
