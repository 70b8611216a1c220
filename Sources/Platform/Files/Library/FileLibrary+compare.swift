import FoundationEssentials
import Logging
import Postgres
import Values

extension FileLibrary {
    /// Compares the whole store with the rows: names the rows whose bytes are not there whole, and notes bytes of which
    /// no row knows and that are old enough not to be on their way. With `removing`, those go that were noted as long
    /// ago.
    ///
    /// A database that knows of no file at all removes nothing: it is the wrong one, or new beside an old store.
    package func compare(
        removing: Bool = true,
        orphanedAfter age: Duration = FileLibrary.patience
    ) async throws -> CompareReport {
        var report = CompareReport()
        let school = database.platform(reason: "compare files with the store")
        guard let began = try await school.value("select now()", as: Date.self) else { return report }
        let isKnowing = try await school.value("select exists (select from files.objects)", as: Bool.self) ?? false
        let oldest = began.addingTimeInterval(-age.seconds)
        try await store.eachBatch { batch in
            try Task.checkCancellation()
            let known = try await markSeen(batch)
            report.objects += known.count
            for object in batch where !known.contains(object.key.id) && object.modifiedAt < oldest {
                guard try await isUnknown(object.key) else { continue }
                let firstSeen = try await noteStray(object.key)
                if removing, isKnowing, firstSeen < oldest {
                    try await store.remove(object.key)
                    report.orphans += 1
                } else {
                    report.strays += 1
                }
            }
        }
        try await school.execute("delete from files.strays where last_seen_at < \(began)")
        report.missing = try await unseen(since: began)
        return report
    }

    /// Since when it has been known that no row knows these bytes.
    private func noteStray(_ key: ObjectKey) async throws -> Date {
        let firstSeen: Date? = try await database.platform(reason: "compare files with the store").value(
            """
            insert into files.strays (tenant_id, id) values (\(key.tenant), \(key.id))
            on conflict (tenant_id, id) do update set last_seen_at = now()
            returning first_seen_at
            """
        )
        return firstSeen ?? .distantFuture
    }

    /// Which of these the rows know with the same size; they are noted to be there.
    private func markSeen(_ batch: [StoredObject]) async throws -> Set<ObjectID> {
        let seen: [ObjectID] = try await database.platform(reason: "compare files with the store").all(
            """
            update files.objects as object set seen_at = now()
            from unnest(
                \(batch.map(\.key.tenant)), \(batch.map(\.key.id)), \(batch.map { Int64($0.size) })
            ) as stored (tenant_id, id, size)
            where object.tenant_id = stored.tenant_id and object.id = stored.id and object.size = stored.size
            returning object.id
            """
        )
        return Set(seen)
    }

    /// Whether no row has this key: bytes of the wrong size belong to somebody all the same.
    private func isUnknown(_ key: ObjectKey) async throws -> Bool {
        let rows: Int? = try await database.platform(reason: "compare files with the store").value(
            "select count(*) from files.objects where tenant_id = \(key.tenant) and id = \(key.id)"
        )
        return rows == 0
    }

    /// Objects of files that the walk has not met, looked at once more one by one: what was stored meanwhile is there.
    private func unseen(since began: Date) async throws -> [ObjectKey] {
        let rows: [ObjectRow] = try await database.platform(reason: "compare files with the store").all(
            """
            select tenant_id, id, hash, size from files.objects as object
            where state = 'kept' and (seen_at is null or seen_at < \(began)) and exists (
                select from files.files as file
                where file.tenant_id = object.tenant_id and file.object_id = object.id and file.state = 'ready'
            )
            order by tenant_id, id limit 10000
            """
        )
        var missing: [ObjectKey] = []
        for row in rows where try await store.size(of: row.key) != row.size { missing.append(row.key) }
        return missing
    }
}

/// How the store and the database agree.
package struct CompareReport: Hashable, Sendable {
    /// Objects that both know.
    package var objects = 0
    /// Objects that no row knew, removed.
    package var orphans = 0
    /// Objects that no row knows, left for now.
    package var strays = 0
    /// Objects that files need and the store has not, or not whole.
    package var missing: [ObjectKey] = []

    package init(objects: Int = 0, orphans: Int = 0, strays: Int = 0, missing: [ObjectKey] = []) {
        (self.objects, self.orphans, self.strays, self.missing) = (objects, orphans, strays, missing)
    }

    var metadata: Logger.Metadata {
        [
            "objects": "\(objects)", "orphans": "\(orphans)", "strays": "\(strays)", "missing": "\(missing.count)",
            "examples": "\(missing.prefix(5).map(\.path).joined(separator: " "))",
        ]
    }
}
