import Glibc

/// Holds a data directory for one process; the kernel lets go of it however the process ends.
struct DirectoryLock: ~Copyable {
    private let descriptor: Int32

    init(_ directory: String) throws(EmbeddedServerError) {
        let path = directory + "/lock"
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .cannotWrite(path: path) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .inUse(directory: directory)
        }
    }

    deinit { close(descriptor) }
}
