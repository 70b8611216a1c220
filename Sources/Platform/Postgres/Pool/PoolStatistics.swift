/// What a pool has been doing: numbers for metrics and health, all since the start unless they say otherwise.
package struct PoolStatistics: Sendable, Equatable {
    /// Connections that stand now, and how many of them are working.
    package var connections = 0
    package var busy = 0
    /// Jobs waiting for a connection now.
    package var queued = 0
    package var finishedJobs = 0
    /// Jobs whose statements were sent before those in front of them were answered.
    package var sentAhead = 0
    /// Jobs that waited too long or found the queue full.
    package var timeouts = 0
    /// Connections found dead and replaced.
    package var reconnections = 0
    package var roundTrips = 0
    /// Times somebody went across tenants.
    package var platformJobs = 0
    /// Whether the server is known to be away.
    package var isDown = false
}

extension PoolState {
    /// The part of the statistics that the state knows.
    func statistics(now: ContinuousClock.Instant) -> PoolStatistics {
        var statistics = PoolStatistics()
        for activity in activities {
            switch activity {
            case .connecting: break
            case .idle: statistics.connections += 1
            case .running:
                statistics.connections += 1
                statistics.busy += 1
            }
        }
        statistics.queued = queue.count
        statistics.finishedJobs = finished
        statistics.sentAhead = sentAhead
        statistics.timeouts = timeouts
        statistics.reconnections = reconnections
        statistics.isDown = isDown(now)
        return statistics
    }
}
