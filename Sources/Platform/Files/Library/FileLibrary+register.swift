import FoundationEssentials
import Postgres
import Values

extension FileLibrary {
    /// Makes room and a pending row, both or neither. From here on the sweep knows of the upload.
    func register(_ file: FileDescription, _ upload: Upload, _ tenant: TenantID) async throws -> StoredFile {
        let quota = quota
        return try await database.tenant(tenant) { transaction in
            let id = FileID()
            let objectID = try transaction.object(file, quota: quota)
            let createdAt: Date? = try transaction.value(
                """
                insert into files.files (tenant_id, id, object_id, service, owner_id, name, media_type, charset)
                values (
                    \(tenant), \(id), \(objectID), \(upload.service), \(upload.owner), \(file.name),
                    \(file.mediaType), \(file.charset)
                )
                returning created_at
                """
            )
            guard let createdAt else { throw FilesError.storageUnavailable("a row was not written") }
            return StoredFile(
                tenantID: tenant,
                id: id,
                objectID: objectID,
                service: upload.service,
                ownerID: upload.owner,
                name: file.name,
                mediaType: file.mediaType,
                charset: file.charset,
                size: file.size,
                hash: file.hash,
                createdAt: createdAt
            )
        }
    }
}

extension Transaction {
    /// The school's object with that content, a new one if need be. Only a new one takes room.
    fileprivate func object(_ file: FileDescription, quota: Int) throws -> ObjectID {
        guard let tenant else { throw FilesError.notFound }
        let new = ObjectID()
        let id: ObjectID? = try value(
            """
            insert into files.objects (tenant_id, id, hash, size)
            values (\(tenant), \(new), \(file.hash), \(file.size))
            on conflict (tenant_id, hash) where state = 'kept' do update set touched_at = now()
            returning id
            """
        )
        guard let id else { throw FilesError.storageUnavailable("a row was not written") }
        guard id == new else { return id }
        try execute("insert into files.usage (tenant_id) values (\(tenant)) on conflict do nothing")
        let taken = try execute(
            """
            update files.usage set bytes = bytes + \(file.size)
            where tenant_id = \(tenant) and bytes + \(file.size) <= coalesce(quota, \(quota))
            """
        )
        guard taken == 1 else { throw FilesError.quotaExceeded(quota: try fileUsage().quota ?? quota) }
        return id
    }

    /// Removes an upload that has not become a file.
    func removePending(_ id: FileID) throws {
        let objects: [ObjectID] = try all(
            "delete from files.files where id = \(id) and state = 'pending' returning object_id"
        )
        try releaseObjects(objects)
    }
}
