import FoundationEssentials
import Glibc

/// The few things done with directories here.
enum Directories {
    struct Entry {
        let name: String
        let path: String
        let size: Int
        let modifiedAt: Date
        let isFile: Bool
        let isDirectory: Bool
    }

    /// Makes a directory and those above it, for this user alone, and waits until the disk knows of it.
    static func make(_ path: String) throws(FilesError) {
        var status = stat()
        guard stat(path, &status) != 0 else {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw .storageUnavailable("not a directory") }
            return
        }
        let parent = parent(of: path)
        if parent != path { try make(parent) }
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw .failing("mkdir") }
        try synchronize(parent)
    }

    /// Waits until what was made or renamed in a directory is on the disk.
    static func synchronize(_ path: String) throws(FilesError) {
        try Descriptor(path, O_RDONLY | O_DIRECTORY).synchronize()
    }

    static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// What is in a directory; links are not followed. Nothing when it cannot be read.
    static func entries(of path: String) -> [Entry] {
        guard let stream = opendir(path) else { return [] }
        defer { closedir(stream) }
        var entries: [Entry] = []
        while let found = readdir(stream) {
            let name = withUnsafePointer(to: &found.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard name != ".", name != "..", lstat(path + "/" + name, &status) == 0 else { continue }
            entries.append(
                Entry(
                    name: name,
                    path: path + "/" + name,
                    size: Int(status.st_size),
                    modifiedAt: Date(timeIntervalSince1970: Double(status.st_mtim.tv_sec)),
                    isFile: status.st_mode & S_IFMT == S_IFREG,
                    isDirectory: status.st_mode & S_IFMT == S_IFDIR
                )
            )
        }
        return entries
    }
}
