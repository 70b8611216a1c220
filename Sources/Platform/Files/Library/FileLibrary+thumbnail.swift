import Crypto
import Postgres
import Values

extension FileLibrary {
    /// Which sides are made, in pixels.
    package static let thumbnailSides = 1...1024
    /// How many sizes of one image are kept; a client that asks for all of them gets them, and pays with its patience.
    private static let keptSizes = 8

    /// A small picture of an image that fits a square with this side, in pixels; one that is smaller keeps its size.
    /// JPEG, or PNG when parts of it are transparent.
    ///
    /// - Throws: ``FilesError/notAnImage``, ``FilesError/unreadableImage(_:)``, ``FilesError/storageUnavailable(_:)``.
    package func thumbnail(of file: StoredFile, side: Int) async throws -> Thumbnail {
        guard file.isImage else { throw FilesError.notAnImage }
        let side = min(max(side, Self.thumbnailSides.lowerBound), Self.thumbnailSides.upperBound)
        let row: ThumbnailRow? = try await database.tenant(file.tenantID).first(
            """
            select media_type, bytes, refusal from files.thumbnails
            where object_id = \(file.objectID) and side = \(side)::integer
            """
        )
        if let row { return try row.thumbnail(of: file) }
        var made: ThumbnailRow
        do {
            let picture = try await thumbnailer.picture(of: try await bytes(of: file), side: side, spool: spool)
            made = ThumbnailRow(mediaType: picture.mediaType, bytes: picture.bytes, refusal: nil)
        } catch FilesError.unreadableImage(let reason) {
            made = ThumbnailRow(mediaType: nil, bytes: nil, refusal: reason)
        }
        try await keep(made, side, of: file)
        return try made.thumbnail(of: file)
    }

    private func keep(_ row: ThumbnailRow, _ side: Int, of file: StoredFile) async throws {
        try await database.tenant(file.tenantID).execute(
            """
            insert into files.thumbnails (tenant_id, object_id, side, media_type, bytes, refusal)
            select object.tenant_id, object.id, \(side)::integer, \(row.mediaType), \(row.bytes), \(row.refusal)
            from files.objects as object
            where object.id = \(file.objectID) and state = 'kept' and \(Self.keptSizes) > (
                select count(*) from files.thumbnails as other
                where other.tenant_id = object.tenant_id and other.object_id = object.id
            )
            on conflict do nothing
            """
        )
    }
}

private struct ThumbnailRow: Decodable, Sendable {
    let mediaType: String?
    let bytes: [UInt8]?
    let refusal: String?

    func thumbnail(of file: StoredFile) throws(FilesError) -> Thumbnail {
        guard let mediaType, let bytes else { throw .unreadableImage(refusal ?? "is broken") }
        return Thumbnail(of: file, mediaType: mediaType, bytes: bytes)
    }
}

/// A small picture of an image.
package struct Thumbnail: Hashable, Sendable {
    /// What the headers of an answer with it tell: `FileAnswer(thumbnail.description, to: …)`.
    package let description: FileDescription
    package let bytes: [UInt8]

    init(of file: StoredFile, mediaType: String, bytes: [UInt8]) {
        self.bytes = bytes
        let hash = ContentHash(SHA256.hash(data: bytes))
        let name = file.name.forThumbnail(isPNG: mediaType == "image/png")
        var description = FileDescription(name: name, mediaType: mediaType, size: bytes.count, hash: hash)
        description.maximumAge = 86_400
        self.description = description
    }
}
