package import Postgres
import Values

/// What a service does with its files in the transactions in which it does everything else.
extension Transaction {
    /// Makes an upload a file, together with whatever this transaction does; twice is as good as once.
    ///
    /// - Throws: ``FilesError/notFound`` when the upload was given up for abandoned: it has to be sent again.
    package func keepFile(_ id: FileID, of service: String) throws {
        let kept = try execute(
            "update files.files set state = 'ready' where id = \(id) and service = \(service)"
        )
        guard kept == 1 else { throw FilesError.notFound }
    }

    /// The service's file; `nil` when there is none, not any more or not in this school.
    package func file(_ id: FileID, of service: String) throws -> StoredFile? {
        try files([id], of: service).first
    }

    /// Those of the files that there are, oldest first.
    package func files(_ ids: [FileID], of service: String) throws -> [StoredFile] {
        try all("select * from files.public_files where id = any(\(ids)) and service = \(service) order by id")
    }

    /// Removes files together with whatever this transaction does; how many there were. Room that nobody needs any more
    /// is free at once, and the bytes go within minutes.
    ///
    /// All files of a transaction in one call: then two that remove the same never wait for each other in a circle.
    @discardableResult
    package func removeFiles(_ ids: [FileID], of service: String) throws -> Int {
        let objects: [ObjectID] = try all(
            "delete from files.files where id = any(\(ids)) and service = \(service) returning object_id"
        )
        try releaseObjects(objects)
        return objects.count
    }

    /// Lets go of objects that no file has any more. Whoever stores the same content at this moment has either added
    /// their file, or waits for the lock and then finds no object to share.
    func releaseObjects(_ ids: [ObjectID]) throws {
        guard !ids.isEmpty else { return }
        try execute("select from files.objects where id = any(\(ids)) order by id for update")
        let freed: Int? = try value(
            """
            with released as (
                update files.objects as object set state = 'removing', touched_at = now()
                where id = any(\(ids)) and state = 'kept' and not exists (
                    select from files.files as file
                    where file.tenant_id = object.tenant_id and file.object_id = object.id
                )
                returning size
            )
            select sum(size)::bigint from released
            """
        )
        guard let freed else { return }
        try execute("update files.usage set bytes = bytes - \(freed)")
    }

    /// What the school's files take, and the most they may.
    package func fileUsage() throws -> FileUsage {
        try first("select bytes, quota from files.usage") ?? FileUsage(bytes: 0, quota: nil)
    }

    /// Gives the school a quota of its own in bytes, or the installation's again. Files it has stay, also beyond it.
    package func setFileQuota(_ quota: Int?) throws {
        guard let tenant else { throw FilesError.notFound }
        try execute(
            """
            insert into files.usage (tenant_id, quota) values (\(tenant), \(quota))
            on conflict (tenant_id) do update set quota = excluded.quota
            """
        )
    }
}

/// How much of its room a school has used, in bytes.
package struct FileUsage: Decodable, Hashable, Sendable {
    package let bytes: Int
    /// Its own quota; `nil` is the installation's.
    package let quota: Int?
}
