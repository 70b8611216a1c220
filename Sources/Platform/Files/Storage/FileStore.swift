package import FoundationEssentials
package import NIOCore

/// The bytes of a file as they come from a store.
package typealias FileBytes = any AsyncSequence<ByteBuffer, any Error> & Sendable

/// Where bytes are kept: a directory, or a service that speaks S3.
///
/// It knows bytes and keys. Which files they belong to, who may have them and how much a school may keep is in the
/// database. Every operation may be repeated.
package protocol FileStore: Sendable {
    /// Stores what was received; when this returns, the bytes survive a power cut. The spooled file may be gone then.
    func keep(_ file: SpooledFile, as key: ObjectKey) async throws(FilesError)

    /// How many bytes there are; `nil` when there is no such object.
    func size(of key: ObjectKey) async throws(FilesError) -> Int?

    /// Some of the bytes, which must lie within the object. They are read as they are asked for.
    ///
    /// - Throws: ``FilesError/notFound``, ``FilesError/storageUnavailable(_:)``.
    func bytes(of key: ObjectKey, in range: Range<Int>) async throws(FilesError) -> FileBytes

    /// Removes an object; one that is not there is removed already.
    func remove(_ key: ObjectKey) async throws(FilesError)

    /// Hands every object to `body`, some hundred at a time and in no particular order. What is not ours is skipped.
    func eachBatch(_ body: ([StoredObject]) async throws -> Void) async throws

    /// An address from which anybody who has it can get the object for so long; `nil` when the store has none to give.
    func address(of key: ObjectKey, as file: FileDescription, validFor time: Duration) -> String?
}

/// An object as a store lists it.
package struct StoredObject: Hashable, Sendable {
    package let key: ObjectKey
    package let size: Int
    package let modifiedAt: Date

    package init(key: ObjectKey, size: Int, modifiedAt: Date) {
        (self.key, self.size, self.modifiedAt) = (key, size, modifiedAt)
    }
}
