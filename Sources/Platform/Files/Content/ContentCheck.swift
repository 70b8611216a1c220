/// Looks at a received file and decides whether it is what it is said to be.
package struct ContentCheck: Sendable {
    private let detector: ContentDetector

    /// - Throws: ``FilesError/storageUnavailable(_:)`` when libmagic's database is not installed.
    package init() throws(FilesError) { detector = try ContentDetector() }

    /// What will be said of the file when it is sent.
    ///
    /// - Throws: ``FilesError/contentMismatch(declared:found:)``, ``FilesError/hostileArchive``.
    package func describe(_ file: SpooledFile, as claim: FileClaim) async throws(FilesError) -> FileDescription {
        try await onDisk { [detector] () throws(FilesError) in
            let descriptor = try file.open()
            let content = try detector.content(of: descriptor.number)
            guard claim.type.admits(content) else {
                throw .contentMismatch(declared: claim.type.mediaType, found: content.mediaType)
            }
            if claim.type.isArchive { try ArchiveCheck.check(descriptor, size: file.size) }
            return FileDescription(
                name: claim.name,
                mediaType: claim.type.mediaType,
                charset: claim.type.isText ? content.charset : nil,
                size: file.size,
                hash: file.hash
            )
        }
    }
}
