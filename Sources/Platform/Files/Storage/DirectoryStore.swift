import Glibc

/// Keeps bytes in a directory of this machine. The spool must be on the same file system, beside it.
package struct DirectoryStore: FileStore {
    private let root: String

    /// The directory is made when it is needed; only this program may look into it.
    package init(directory: String) { root = directory }

    private func path(_ key: ObjectKey) -> String { root + "/" + key.path }

    /// The bytes are on the disk already; renaming makes them an object at once or not at all.
    package func keep(_ file: SpooledFile, as key: ObjectKey) async throws(FilesError) {
        let path = path(key)
        try await onDisk { () throws(FilesError) in
            let directory = Directories.parent(of: path)
            try Directories.make(directory)
            guard rename(file.path, path) == 0 else { throw .failing("rename") }
            try Directories.synchronize(directory)
        }
    }

    package func size(of key: ObjectKey) async throws(FilesError) -> Int? {
        let path = path(key)
        return try await onDisk { () throws(FilesError) -> Int? in
            do throws(FilesError) { return try Descriptor(path, O_RDONLY).size } catch {
                guard error == .notFound else { throw error }
                return nil
            }
        }
    }

    package func bytes(of key: ObjectKey, in range: Range<Int>) async throws(FilesError) -> FileBytes {
        let path = path(key)
        return try await onDisk { () throws(FilesError) in
            let descriptor = try Descriptor(path, O_RDONLY)
            guard let size = descriptor.size, range.upperBound <= size else {
                throw .storageUnavailable("an object is shorter than its row says")
            }
            return DescriptorBytes(descriptor: descriptor, range: range)
        }
    }

    package func remove(_ key: ObjectKey) async throws(FilesError) {
        let path = path(key)
        try await onDisk { () throws(FilesError) in
            guard unlink(path) == 0 || errno == ENOENT else { throw .failing("unlink") }
        }
    }

    /// Walks one of the small directories at a time.
    package func eachBatch(_ body: ([StoredObject]) async throws -> Void) async throws {
        let schools = try await directories(in: root)
        for school in schools {
            for directory in try await directories(in: root + "/" + school) {
                let prefix = "\(school)/\(directory)"
                let batch = try await onFileThread { [root] in
                    Directories.entries(of: "\(root)/\(prefix)").compactMap { entry in
                        guard entry.isFile, let key = ObjectKey(path: "\(prefix)/\(entry.name)") else { return nil }
                        return StoredObject(key: key, size: entry.size, modifiedAt: entry.modifiedAt)
                    } as [StoredObject]
                }
                if !batch.isEmpty { try await body(batch) }
            }
        }
    }

    package func address(of key: ObjectKey, as file: FileDescription, validFor time: Duration) -> String? { nil }

    private func directories(in path: String) async throws -> [String] {
        try await onFileThread { Directories.entries(of: path).filter(\.isDirectory).map(\.name).sorted() }
    }
}
