import Glibc

/// Starting programs with `posix_spawn`: in a session of their own, so that a Ctrl-C meant for us does not reach them,
/// and with none of our files open, so that they cannot hold a port or a lock that we have lost.
enum Child {
    /// Starts a program whose output goes to `output`; returns its process id.
    static func start(_ arguments: [String], output: String) throws(EmbeddedServerError) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        // One that is closed meanwhile does no harm (glibc ignores it).
        for file in Files.names(in: "/proc/self/fd").compactMap({ Int32($0) }) where file > 2 {
            posix_spawn_file_actions_addclose(&actions, file)
        }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF) | 0x80
        )  // 0x80 is POSIX_SPAWN_SETSID

        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let environment = CStrings(["PATH=\(path)", "LC_ALL=C.UTF-8", "HOME=/"])
        // From the root directory, because PostgreSQL goes back to where it came from, as another user perhaps.
        let words = CStrings(["/bin/sh", "-c", #"cd / && exec "$@""#, "sh"] + arguments)
        var process = pid_t()
        let status = posix_spawn(&process, "/bin/sh", &actions, &attributes, words.pointers, environment.pointers)
        guard status == 0 else {
            throw .failed(step: arguments[0], output: "the program cannot be started")
        }
        return process
    }

    /// Waits for a program and returns its exit status; a signal's number is negative.
    static func wait(_ process: pid_t) -> Int32 {
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status & 0x7f == 0 ? (status >> 8) & 0xff : -(status & 0x7f)
    }

    /// Runs a short program and returns what it wrote; throws when it fails.
    static func output(of arguments: [String]) throws(EmbeddedServerError) -> String {
        var template = Array("/tmp/elymica-output-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .cannotWrite(path: "/tmp") }
        close(descriptor)
        let file = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(file) }
        let status = wait(try start(arguments, output: file))
        let text = Files.text(file) ?? ""
        guard status == 0 else {
            let line = text.split(separator: "\n").last { $0.contains("error") || $0.contains("FATAL") }
            throw .failed(step: arguments[0], output: line.map(String.init) ?? String(text.suffix(300)))
        }
        return text
    }
}
