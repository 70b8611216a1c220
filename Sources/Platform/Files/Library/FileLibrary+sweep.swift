package import Events
import FoundationEssentials
import Logging
import Postgres
import Values

extension FileLibrary {
    /// What is done for files again and again: register these with a worker.
    package var schedules: [Schedule] {
        [
            Schedule("files.sweep", every: .seconds(600)) { run in
                let report = try await sweep()
                if report != SweepReport() { run.logger.info("files swept", metadata: report.metadata) }
            },
            Schedule("files.compare", every: .seconds(86_400)) { run in
                let report = try await compare()
                if report.missing.isEmpty {
                    run.logger.info("files compared", metadata: report.metadata)
                } else {
                    run.logger.error("bytes of files are missing in the store", metadata: report.metadata)
                }
            },
        ]
    }

    /// How old an upload must be to count as abandoned, and bytes without a row as nobody's.
    package static let patience = Duration.seconds(24 * 3600)

    /// Removes uploads that never became files, and bytes that no file has any more.
    @discardableResult
    package func sweep(abandonedAfter age: Duration = FileLibrary.patience) async throws -> SweepReport {
        var report = SweepReport()
        report.uploads = try await removeAbandoned(age)
        report.objects = try await removeReleased()
        report.leftovers = try await spool.removeLeftovers(olderThan: age)
        return report
    }

    private struct Abandoned: Decodable, Sendable {
        let tenantID: TenantID
        let id: FileID
    }

    private func removeAbandoned(_ age: Duration) async throws -> Int {
        var count = 0
        while true {
            let batch: [Abandoned] = try await database.platform(reason: "find abandoned uploads").all(
                """
                select tenant_id, id from files.files
                where state = 'pending' and created_at < now() - make_interval(secs => \(age.seconds))
                order by created_at limit 100
                """
            )
            for upload in batch { try await database.tenant(upload.tenantID) { try $0.removePending(upload.id) } }
            count += batch.count
            if batch.count < 100 { return count }
        }
    }

    struct ObjectRow: Decodable, Sendable {
        let tenantID: TenantID
        let id: ObjectID
        let hash: ContentHash
        let size: Int

        var key: ObjectKey { ObjectKey(tenant: tenantID, hash: hash, id: id) }
    }

    /// The bytes first: a row that is left is tried again, bytes that are left nobody would know of.
    private func removeReleased() async throws -> Int {
        var count = 0
        while true {
            let batch: [ObjectRow] = try await database.platform(reason: "find released bytes").all(
                """
                select tenant_id, id, hash, size from files.objects
                where state = 'removing' order by touched_at limit 100
                """
            )
            for object in batch {
                try Task.checkCancellation()
                try await store.remove(object.key)
                try await database.tenant(object.tenantID).execute(
                    "delete from files.objects where id = \(object.id) and state = 'removing'"
                )
            }
            count += batch.count
            if batch.count < 100 { return count }
        }
    }
}

/// What a sweep removed.
package struct SweepReport: Hashable, Sendable {
    /// Uploads that never became files.
    package var uploads = 0
    /// Objects in the store that no file had any more.
    package var objects = 0
    /// Files of the spool whose process had died.
    package var leftovers = 0

    package init(uploads: Int = 0, objects: Int = 0, leftovers: Int = 0) {
        (self.uploads, self.objects, self.leftovers) = (uploads, objects, leftovers)
    }

    var metadata: Logger.Metadata {
        ["uploads": "\(uploads)", "objects": "\(objects)", "leftovers": "\(leftovers)"]
    }
}
