import Glibc

/// As whom PostgreSQL runs: it refuses to as root.
struct ServerUser {
    let name: String
    let user: uid_t
    let group: gid_t
    /// Whether it is somebody else than we are.
    let isOther: Bool

    static func choose() throws(EmbeddedServerError) -> ServerUser {
        guard geteuid() == 0 else {
            return ServerUser(name: String(geteuid()), user: geteuid(), group: getegid(), isOther: false)
        }
        guard let entry = getpwnam("postgres"), entry.pointee.pw_uid != 0 else { throw .noUser }
        return ServerUser(name: "postgres", user: entry.pointee.pw_uid, group: entry.pointee.pw_gid, isOther: true)
    }

    /// A command line as this user. With `isTied` the program gets a fast shutdown (SIGINT) when the thread that
    /// started it ends, and so when our process is killed.
    func command(_ arguments: [String], isTied: Bool) -> [String] {
        var prefix = ["setpriv"]
        if isOther { prefix += ["--reuid=\(user)", "--regid=\(group)", "--init-groups", "--inh-caps=-all"] }
        if isTied { prefix += ["--pdeathsig", "INT"] }
        return prefix.count == 1 ? arguments : prefix + ["--"] + arguments
    }

    /// Root leaves somebody else's directory alone: what it made there, its owner could not use.
    func checkOwner(of directory: String) throws(EmbeddedServerError) {
        guard isOther, let owner = Files.status(directory)?.st_uid, owner != 0, owner != user else { return }
        if DirectoryLock.isHeld(directory) { throw .inUse(directory: directory) }
        let name = getpwuid(owner).map { String(cString: $0.pointee.pw_name) } ?? String(owner)
        throw .someoneElses(directory: directory, owner: name)
    }

    /// Checks that every directory on the way to `directory` lets the user through.
    func checkReach(_ directory: String) throws(EmbeddedServerError) {
        guard isOther else { return }
        var path = ""
        for part in directory.split(separator: "/") {
            path += "/" + part
            guard let status = Files.status(path) else { return }
            let needed: mode_t = status.st_uid == user ? 0o100 : status.st_gid == group ? 0o010 : 0o001
            guard status.st_mode & needed != 0 else { throw .unreachable(directory: path, user: name) }
        }
    }
}
