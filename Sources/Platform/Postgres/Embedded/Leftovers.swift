import Glibc

extension Cluster {
    /// Processes of a server that was started on this cluster and is still there, although its Elymica is not: they are
    /// known by their working directory. We hold the lock, so nobody else means to be running one.
    private var processes: [pid_t] {
        let home = Files.canonical(path)
        return Files.names(in: "/proc").compactMap { pid_t($0) }.filter { Files.link("/proc/\($0)/cwd") == home }
    }

    /// Ends what a killed run left behind: politely, then firmly.
    func stopLeftovers() {
        guard let first = Files.text(path + "/postmaster.pid")?.split(separator: "\n").first,
            let postmaster = pid_t(first), processes.contains(postmaster)
        else { return }
        for (signal, patience) in [(SIGINT, 5.0), (SIGQUIT, 5.0), (SIGKILL, 5.0)] {
            kill(postmaster, signal)
            let deadline = ContinuousClock.now + .seconds(patience)
            while ContinuousClock.now < deadline {
                if processes.isEmpty { return }
                usleep(5_000)
            }
        }
    }

    /// Ends backends that outlived their postmaster and keep its shared memory, so that a new one can start.
    func killOrphans() {
        for process in processes { kill(process, SIGKILL) }
    }
}
