import Glibc

/// The few things done with files here, without Foundation.
enum Files {
    static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }

    /// A small text file's contents; `nil` when it cannot be read.
    static func text(_ path: String) -> String? { text(path, from: 0) }

    /// The last 8 KB of a text file.
    static func end(of path: String) -> String? {
        status(path).flatMap { text(path, from: max(0, Int($0.st_size) - 8_192)) }
    }

    private static func text(_ path: String, from offset: Int) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = read(descriptor, &bytes, bytes.count)
        return count < 0 ? nil : String(decoding: bytes.prefix(count), as: UTF8.self)
    }

    static func write(_ text: String, to path: String, mode: mode_t = 0o600) throws(EmbeddedServerError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw .cannotWrite(path: path) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard Glibc.write(descriptor, bytes, bytes.count) == bytes.count else { throw .cannotWrite(path: path) }
    }

    static func status(_ path: String) -> stat? {
        var status = stat()
        return lstat(path, &status) == 0 ? status : nil
    }

    /// Makes a directory and those above it.
    static func makeDirectory(_ path: String, mode: mode_t) throws(EmbeddedServerError) {
        if Files.status(path) != nil { return }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex {
            try makeDirectory(String(path[..<slash]), mode: 0o755)
        }
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw .cannotWrite(path: path) }
    }

    /// Lets others go through a directory of ours; what is in it stays as it is.
    static func letThrough(_ path: String) {
        guard let status = status(path), status.st_mode & S_IFMT == S_IFDIR, status.st_uid == geteuid() else { return }
        chmod(path, status.st_mode & 0o7777 | 0o011)
    }

    /// Gives a directory and everything in it to a user; never follows a link.
    static func give(_ path: String, to user: uid_t, _ group: gid_t) {
        lchown(path, user, group)
        guard let status = status(path), status.st_mode & S_IFMT == S_IFDIR else { return }
        for name in names(in: path) { give(path + "/" + name, to: user, group) }
    }

    static func removeTree(_ path: String) {
        if let status = status(path), status.st_mode & S_IFMT == S_IFDIR {
            for name in names(in: path) { removeTree(path + "/" + name) }
            rmdir(path)
        } else {
            unlink(path)
        }
    }

    static func link(_ path: String) -> String? {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink(path, &bytes, bytes.count - 1)
        guard count > 0 else { return nil }
        return String(decoding: bytes.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    static func canonical(_ path: String) -> String {
        if let resolved = realpath(path, nil) {
            defer { free(resolved) }
            return String(cString: resolved)
        }
        // It does not exist yet. Relative to where we are: the server's processes are somewhere else.
        guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path }
        defer { free(here) }
        return String(cString: here) + "/" + path
    }
}
