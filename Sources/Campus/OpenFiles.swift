import Glibc

/// How many files and connections this process may have open.
enum OpenFiles {
    /// Raises the limit as far as we may without asking anybody. Systems set it to 1,024 for the sake of programs that
    /// use `select`; a thousand answers that stream take two thousand connections.
    static func allowMany() {
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
        limit.rlim_cur = min(limit.rlim_max, 1 << 20)
        _ = setrlimit(resource, &limit)
    }
}
