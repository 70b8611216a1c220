import Glibc

/// A PostgreSQL cluster on disk: made once, then only started.
///
/// `DIRECTORY/cluster` is PostgreSQL's, `DIRECTORY/socket` holds its socket; nobody but its user enters either.
struct Cluster {
    /// The cluster's superuser; the socket's directory is what keeps others out.
    static let administrator = "elymica_admin"

    let directory: String
    let binaries: Binaries
    let user: ServerUser
    let socketDirectory: String

    var path: String { directory + "/cluster" }

    /// Makes the cluster unless it is there. The caller holds the directory's lock.
    init(_ directory: String, user: ServerUser) throws(EmbeddedServerError) {
        (self.directory, self.user) = (directory, user)
        let path = directory + "/cluster"
        let version = Files.text(path + "/PG_VERSION").flatMap { Int($0.prefix { $0.isNumber }) }
        binaries = try Binaries.find(forCluster: version)
        socketDirectory = try Self.makeSocketDirectory(directory, user)
        try user.checkReach(directory)
        if version == nil {
            try create()
        } else {
            try claim()
        }
    }

    private func create() throws(EmbeddedServerError) {
        // Made under another name, so that one half made when the power went is never taken for whole.
        let new = directory + "/cluster.new"
        Files.removeTree(new)
        guard mkdir(new, 0o700) == 0 else { throw .cannotWrite(path: new) }
        lchown(new, user.user, user.group)
        let make = [
            binaries.path("initdb"), "--pgdata", new, "--username", Self.administrator, "--encoding", "UTF8",
            "--locale", "C.UTF-8", "--auth", "trust", "--data-checksums", "--no-sync", "--no-instructions",
        ]
        _ = try Child.output(of: user.command(make, isTied: false))
        try Files.write(Self.settings, to: new + "/postgresql.conf")
        try Files.write("local all all trust\nlocal replication all trust\n", to: new + "/pg_hba.conf")
        for file in ["/postgresql.conf", "/pg_hba.conf"] { lchown(new + file, user.user, user.group) }
        // One call for the file system instead of one for each of a thousand files: 0.1 s instead of 4.5 s measured.
        _ = try Child.output(of: ["sync", "--file-system", new])
        guard rename(new, path) == 0 else { throw .cannotWrite(path: path) }
        _ = try Child.output(of: ["sync", directory])
    }

    /// Makes sure that an existing cluster is the user's, with the permissions PostgreSQL insists on.
    private func claim() throws(EmbeddedServerError) {
        guard let status = Files.status(path) else { throw .cannotWrite(path: path) }
        if status.st_uid != user.user {
            guard user.isOther else { throw .wrongOwner(directory: path) }
            Files.give(path, to: user.user, user.group)
        }
        guard chmod(path, 0o700) == 0 else { throw .wrongOwner(directory: path) }
    }

    /// A socket's path has at most 107 bytes (unix(7)); a deep data directory gets a short one for it.
    private static func makeSocketDirectory(
        _ directory: String,
        _ user: ServerUser
    ) throws(EmbeddedServerError) -> String {
        var path = directory + "/socket"
        if path.utf8.count + "/.s.PGSQL.5432.lock".utf8.count > 107 {
            var template = Array("/tmp/elymica-XXXXXX".utf8CString)
            path = template.withUnsafeMutableBufferPointer { buffer in
                buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? ""
            }
            guard !path.isEmpty else { throw .cannotWrite(path: "/tmp") }
        } else {
            try Files.makeDirectory(path, mode: 0o700)
        }
        guard lchown(path, user.user, user.group) == 0 || !user.isOther else { throw .cannotWrite(path: path) }
        return path
    }

    /// The server's command line: what has to hold whatever the settings file says.
    func command(settings: [String: String]) -> [String] {
        let fixed = ["listen_addresses": "", "unix_socket_directories": socketDirectory, "port": "5432"]
        let options = fixed.merging(settings) { fixed, _ in fixed }.sorted { $0.key < $1.key }
            .flatMap { ["-c", "\($0.key)=\($0.value)"] }
        return user.command([binaries.path("postgres"), "-D", path] + options, isTied: true)
    }

    /// For a server with 1 GB of memory that does more than this. Durability is PostgreSQL's default: on.
    private static let settings = """
        # Written when the cluster was made; change what you like, Elymica does not write it again.
        shared_buffers = 64MB
        max_connections = 60
        work_mem = 4MB
        maintenance_work_mem = 32MB
        effective_cache_size = 256MB
        random_page_cost = 1.1
        jit = off
        wal_compression = on
        max_wal_size = 512MB
        min_wal_size = 64MB
        max_parallel_workers_per_gather = 0
        timezone = UTC
        log_timezone = UTC
        lc_messages = C
        logging_collector = on
        log_directory = log
        log_filename = 'postgresql-%a.log'
        log_rotation_age = 1d
        log_truncate_on_rotation = on
        log_line_prefix = '%m [%p] %u '
        log_min_error_statement = panic

        """
}
