package import AsyncHTTPClient
package import Files
package import Logging
package import Postgres
import Values

/// Where files are kept, how many, and who looks at them first.
package struct FileSettings: Sendable {
    /// For bytes on their way in and, without S3, for all; `nil` is `files` in the data directory.
    package var directory: String?
    package var s3: S3Location?
    /// The most bytes of a school without a quota of its own.
    package var quota = FileLibrary.standardQuota
    package var scanner: ClamdScanner?

    package init() {}
}

extension Settings {
    /// `ELYMICA_FILES_…` and `ELYMICA_CLAMD_URL`; a set that is not whole names what is missing.
    static func fileSettings(_ text: (String) -> String?) throws -> FileSettings {
        var settings = FileSettings()
        settings.directory = text("ELYMICA_FILES_DIRECTORY")
        let parts = ["ELYMICA_FILES_S3_ACCESS_KEY", "ELYMICA_FILES_S3_SECRET_KEY", "ELYMICA_FILES_S3_REGION"]
        if text("ELYMICA_FILES_S3_URL") == nil, let part = parts.first(where: { text($0) != nil }) {
            throw InvalidSetting(name: "ELYMICA_FILES_S3_URL", reason: "is needed with \(part)")
        }
        if let url = text("ELYMICA_FILES_S3_URL") {
            func needed(_ name: String) throws -> String {
                guard let value = text(name) else {
                    throw InvalidSetting(name: name, reason: "is needed with ELYMICA_FILES_S3_URL")
                }
                return value
            }
            let (accessKey, secretKey) = (
                try needed("ELYMICA_FILES_S3_ACCESS_KEY"), try needed("ELYMICA_FILES_S3_SECRET_KEY")
            )
            settings.s3 = try parsed("ELYMICA_FILES_S3_URL") { () throws(InvalidValue) in
                try S3Location(
                    url: url,
                    region: text("ELYMICA_FILES_S3_REGION") ?? "us-east-1",
                    accessKey: accessKey,
                    secretKey: secretKey
                )
            }
        }
        if let quota = text("ELYMICA_FILES_QUOTA_MB") {
            guard let megabytes = Int(quota), (1...1_000_000_000).contains(megabytes) else {
                throw InvalidSetting(
                    name: "ELYMICA_FILES_QUOTA_MB",
                    reason: "must be a number of megabytes from 1 to 1000000000"
                )
            }
            settings.quota = megabytes << 20
        }
        if let url = text("ELYMICA_CLAMD_URL") {
            settings.scanner = try parsed("ELYMICA_CLAMD_URL") { () throws(InvalidValue) in try ClamdScanner(url: url) }
        }
        return settings
    }

    /// A setting's value as what it should be; an error names the setting.
    static func parsed<R>(_ name: String, _ parse: () throws(InvalidValue) -> R) throws -> R {
        do throws(InvalidValue) { return try parse() } catch {
            throw InvalidSetting(name: name, reason: error.message)
        }
    }
}

extension FileSettings {
    /// The files of all schools, kept as the settings say.
    package func library(_ database: Database, client: HTTPClient, logger: Logger) throws -> FileLibrary {
        let directory = directory ?? "data/files"
        let store: any FileStore =
            if let s3 { S3Store(s3, client: client) } else { DirectoryStore(directory: directory + "/objects") }
        return try FileLibrary(
            database: database,
            store: store,
            spool: Spool(directory: directory + "/incoming"),
            scanner: scanner,
            quota: quota,
            logger: logger
        )
    }
}
