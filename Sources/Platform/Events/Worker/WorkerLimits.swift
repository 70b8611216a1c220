/// How eagerly a worker works. The defaults suit a server of one core; tests shorten the pauses.
package struct WorkerLimits: Sendable {
    /// How often it looks for work when nothing wakes it.
    package var poll = Duration.seconds(1)
    /// Tenants whose events are delivered at once; one tenant's are delivered one after the other.
    package var tenantsAtOnce = 2
    /// Jobs run at once.
    package var jobsAtOnce = 4
    /// After so many failures a delivery is parked.
    package var deliveryAttempts = 10
    /// The pause after the first failure; it doubles with each.
    package var firstPause = Duration.seconds(1)
    package var longestPause = Duration.seconds(300)
    /// How long jobs may go on after the worker was told to stop.
    package var drain = Duration.seconds(20)
    /// How long events and jobs are kept when they are done.
    package var retention = Duration.seconds(7 * 24 * 3600)

    package init() {}
}

extension Duration {
    /// For PostgreSQL's `make_interval(secs => …)`.
    var inSeconds: Double { self / .seconds(1) }
}

extension WorkerLimits {
    /// How long to wait after so many failures: doubling, and not the same for all that failed together.
    func pause(after failures: Int) -> Duration {
        let doubled = firstPause.inSeconds * Double(1 << min(max(failures - 1, 0), 30))
        return .seconds(min(doubled, longestPause.inSeconds) * Double.random(in: 0.75...1.25))
    }
}
