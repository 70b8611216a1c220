import Glibc

/// What the operating system knows about this process, under the names Prometheus' own libraries use.
package enum ProcessMetrics {
    /// Adds memory, CPU time, file descriptors and start time of this process.
    package static func register(in registry: MetricsRegistry) {
        registry.observe(.gauge, "process_resident_memory_bytes", "Memory in RAM.") { residentBytes }
        registry.observe(.counter, "process_cpu_seconds_total", "CPU time, user and system.") { cpuSeconds }
        registry.observe(.gauge, "process_open_fds", "Open file descriptors.") { openDescriptors }
        registry.observe(.gauge, "process_max_fds", "How many file descriptors may be open.") { maximumDescriptors }
        let start = startTime
        registry.observe(.gauge, "process_start_time_seconds", "When this process began, in Unix time.") { start }
    }

    /// Memory in RAM; `nil` where `/proc` is not mounted.
    package static var residentBytes: Double? {
        guard let pages = fields(of: "/proc/self/statm").dropFirst().first.flatMap(Double.init) else { return nil }
        return pages * Double(sysconf(Int32(_SC_PAGESIZE)))
    }

    private static var cpuSeconds: Double? {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
        let seconds = Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        return seconds + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1_000_000
    }

    private static var openDescriptors: Double? {
        guard let directory = opendir("/proc/self/fd") else { return nil }
        defer { closedir(directory) }
        var entries = 0
        while readdir(directory) != nil { entries += 1 }
        // Not counting ".", ".." and the directory being read.
        return Double(entries - 3)
    }

    private static var maximumDescriptors: Double? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? Double(limit.rlim_cur) : nil
    }

    /// `starttime` in ticks after boot (proc_pid_stat(5), field 22) and the time of boot (proc_stat(5)).
    private static var startTime: Double? {
        // The second field, a name in parentheses, may hold spaces: count from its end.
        guard let stat = contents(of: "/proc/self/stat"), let end = stat.lastIndex(of: ")") else { return nil }
        let afterName = stat[end...].split(separator: " ").dropFirst()
        let boot = contents(of: "/proc/stat")?.split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard let ticks = afterName.dropFirst(19).first.flatMap({ Double($0) }),
            let bootSeconds = boot.flatMap({ Double($0.dropFirst(6)) })
        else { return nil }
        return bootSeconds + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func fields(of path: String) -> [String] {
        contents(of: path)?.split(separator: " ").map(String.init) ?? []
    }

    private static func contents(of path: String) -> String? {
        guard let file = fopen(path, "r") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }
}
