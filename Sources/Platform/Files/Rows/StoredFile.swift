package import FoundationEssentials
package import Values

/// Identifies a file: a name, an owner, and bytes that it may share with others.
package typealias FileID = Identifier<StoredFile>

/// A file of a school: whose it is, what it is called, what it is.
package struct StoredFile: Decodable, Hashable, Sendable {
    package let tenantID: TenantID
    package let id: FileID
    package let objectID: ObjectID
    /// The service that took it: `chat`.
    package let service: String
    /// Who sent it. Who else may have it is that service's business.
    package let ownerID: UserID
    package let name: FileName
    package let mediaType: String
    package let charset: String?
    package let size: Int
    package let hash: ContentHash
    package let createdAt: Date

    /// Where its bytes are.
    package var key: ObjectKey { ObjectKey(tenant: tenantID, hash: hash, id: objectID) }

    /// What the headers of an answer with it tell.
    package var description: FileDescription {
        FileDescription(name: name, mediaType: mediaType, charset: charset, size: size, hash: hash)
    }

    /// Whether a thumbnail can be made of it.
    package var isImage: Bool { FileType.images.contains(mediaType) }
}
