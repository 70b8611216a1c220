/// Why the private PostgreSQL server cannot run, in one sentence for the operator.
package enum EmbeddedServerError: Error, Sendable, CustomStringConvertible, Equatable {
    case notInstalled
    case inUse(directory: String)
    /// The cluster was made by another major version than any installed.
    case wrongVersion(cluster: Int, installed: [Int])
    case wrongOwner(directory: String)
    /// We are root, and it is not root's.
    case someoneElses(directory: String, owner: String)
    /// Root cannot run PostgreSQL, and there is no user to run it as.
    case noUser
    /// The unprivileged user cannot get at the directory.
    case unreachable(directory: String, user: String)
    case cannotWrite(path: String)
    case failed(step: String, output: String)

    package var description: String {
        switch self {
        case .notInstalled:
            "PostgreSQL 15 or newer is not installed: apt-get install postgresql, or set ELYMICA_POSTGRES_BIN or "
                + "ELYMICA_DATABASE_URL"
        case .inUse(let directory): "another Elymica process is using the data directory \(directory)"
        case .wrongVersion(let cluster, let installed):
            "the data directory was made by PostgreSQL \(cluster), but installed is "
                + installed.map(String.init).joined(separator: ", ") + ": apt-get install postgresql-\(cluster)"
        case .wrongOwner(let directory): "the data directory \(directory) belongs to another user"
        case .someoneElses(let directory, let owner):
            "the data directory \(directory) belongs to \(owner): run this as that user, "
                + "runuser -u \(owner) -- elymica …"
        case .noUser:
            "PostgreSQL does not run as root, and there is no user postgres to run it as: adduser --system postgres"
        case .unreachable(let directory, let user):
            "the user \(user), as whom PostgreSQL runs, cannot enter \(directory): choose another data directory"
        case .cannotWrite(let path): "cannot write \(path)"
        case .failed(let step, let output): "\(step) failed: \(output)"
        }
    }
}
