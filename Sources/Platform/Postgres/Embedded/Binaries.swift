import Glibc

/// An installed PostgreSQL.
struct Binaries: Equatable {
    let directory: String
    /// The major version.
    let version: Int

    func path(_ program: String) -> String { directory + "/" + program }

    /// The installation to use: what the environment names, else the newest there is; of a cluster's version if it has
    /// one.
    static func find(
        forCluster version: Int?,
        environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }
    ) throws(EmbeddedServerError) -> Binaries {
        let found: [Binaries]
        if let directory = environment("ELYMICA_POSTGRES_BIN") {
            found = [Binaries(directory)].compactMap { $0 }
        } else {
            let debian = Files.names(in: "/usr/lib/postgresql").map { "/usr/lib/postgresql/\($0)/bin" }
            let path = (environment("PATH") ?? "").split(separator: ":").map(String.init)
            found = (debian + path).compactMap { Binaries($0) }
        }
        let usable = found.filter { $0.version >= 15 }.sorted { $0.version > $1.version }
        guard let newest = usable.first else { throw .notInstalled }
        guard let version else { return newest }
        guard let same = usable.first(where: { $0.version == version }) else {
            throw .wrongVersion(cluster: version, installed: usable.map(\.version))
        }
        return same
    }

    /// The installation in a directory of programs; `nil` when there is none.
    private init?(_ directory: String) {
        guard access(directory + "/postgres", X_OK) == 0, access(directory + "/initdb", X_OK) == 0 else { return nil }
        let parts = directory.split(separator: "/")
        // Debian's directories bear the version; anywhere else the program has to tell.
        let version =
            parts.count > 1 ? Int(parts[parts.count - 2]) ?? Self.version(of: directory + "/postgres") : nil
        guard let version else { return nil }
        (self.directory, self.version) = (directory, version)
    }

    private static func version(of program: String) -> Int? {
        // postgres (PostgreSQL) 15.20 (Debian …)
        guard let output = try? Child.output(of: [program, "--version"]) else { return nil }
        return output.split(separator: " ").dropFirst(2).first.flatMap { Int($0.prefix { $0.isNumber }) }
    }
}
