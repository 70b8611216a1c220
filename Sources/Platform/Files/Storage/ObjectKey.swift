package import Values

/// Identifies the bytes of files: several files of a school with the same content share one object.
package typealias ObjectID = Identifier<ObjectKey>

/// Where bytes lie in a store: by school, then by what they are.
///
/// The id tells one life of the same content from the next. Bytes that are being removed and bytes that are being
/// stored never share a key, so a removal that comes late takes nothing that somebody has uploaded since.
package struct ObjectKey: Hashable, Sendable, CustomStringConvertible {
    package let tenant: TenantID
    package let hash: ContentHash
    package let id: ObjectID

    package init(tenant: TenantID, hash: ContentHash, id: ObjectID = ObjectID()) {
        (self.tenant, self.hash, self.id) = (tenant, hash, id)
    }

    /// Reads ``path`` back; `nil` for anything that we did not write.
    package init?(path: String) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 3, let tenant = TenantID(String(parts[0])) else { return nil }
        let name = parts[2].split(separator: ".", omittingEmptySubsequences: false)
        guard name.count == 2, let hash = ContentHash(hexadecimal: name[0]), let id = ObjectID(String(name[1])),
            parts[1] == name[0].prefix(2)
        else { return nil }
        self.init(tenant: tenant, hash: hash, id: id)
        guard self.path == path else { return nil }
    }

    /// `<tenant>/<two digits>/<hash>.<id>`: two digits, so that no directory grows without end.
    package var path: String {
        let hash = hash.hexadecimal
        return "\(tenant)/\(hash.prefix(2))/\(hash).\(id)"
    }

    package var description: String { path }
}
