import Values

/// Which files a service takes, and how large.
package struct FileRules: Sendable {
    package let types: [FileType]
    /// The most bytes of one file.
    package let maximumSize: Int

    package init(_ types: [FileType], maximumSize: Int = 10 << 20) {
        (self.types, self.maximumSize) = (types, max(1, maximumSize))
    }

    /// What is said about a file before any byte of it is looked at; refused when it cannot be true of any file that is
    /// taken.
    ///
    /// - Throws: ``FilesError/invalidName(_:)``, ``FilesError/typeNotAllowed(declared:)``,
    ///   ``FilesError/extensionMismatch(declared:name:)``.
    package func claim(name: String, declared: String) throws(FilesError) -> FileClaim {
        let fileName: FileName
        do { fileName = try FileName(parsing: name) } catch { throw .invalidName(error.message) }
        let ending = fileName.fileExtension
        let mediaType = Self.withoutParameters(declared)
        // Clients that do not know what they send say so, or nothing.
        guard !["", "application/octet-stream", "binary/octet-stream"].contains(mediaType) else {
            guard let ending, let type = types.first(where: { $0.extensions.contains(ending) }) else {
                throw .typeNotAllowed(declared: ending ?? "application/octet-stream")
            }
            return FileClaim(name: fileName, type: type)
        }
        let candidates = types.filter { $0.mediaType == mediaType || $0.aliases.contains(mediaType) }
        guard let first = candidates.first else { throw .typeNotAllowed(declared: mediaType) }
        guard let ending else { return FileClaim(name: fileName.adding(extension: first.extensions[0]), type: first) }
        guard let type = candidates.first(where: { $0.extensions.contains(ending) }) else {
            throw .extensionMismatch(declared: mediaType, name: fileName.text)
        }
        return FileClaim(name: fileName, type: type)
    }

    private static func withoutParameters(_ mediaType: String) -> String {
        String(mediaType.prefix { $0 != ";" }).trimmingBlanks.lowercased()
    }
}

/// A name and a type that agree, of a file whose bytes are still to be looked at.
package struct FileClaim: Hashable, Sendable {
    package let name: FileName
    package let type: FileType
}
