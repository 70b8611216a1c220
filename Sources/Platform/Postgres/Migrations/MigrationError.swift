/// Why a database could not be brought up to date, in words for the person who runs it.
package enum MigrationError: Error, Sendable, CustomStringConvertible {
    /// The login may not make the roles; somebody who may has to run the SQL first.
    case rolesMissing(sql: String)
    /// A migration that has run already was changed afterwards.
    case changed(MigrationName)
    case failed(MigrationName, PostgresError)
    /// A name that is not one, stands twice, or is the platform's own.
    case invalidName(String)

    package var description: String {
        switch self {
        case .rolesMissing(let sql):
            "the database login may not create roles; as a superuser, run once:\n\(sql)"
        case .changed(let name):
            "migration \(name) was changed after it had run; restore its text and add a new migration instead"
        case .failed(let name, let error):
            "migration \(name) failed: \(error)\(error.serverMessage.map { ": " + $0 } ?? "")"
        case .invalidName(let name):
            "\(name) cannot be migrated: names are lower-case, numbers stand once, and the platform's own are taken"
        }
    }
}
