import FoundationEssentials
import Logging
import Postgres
import Telemetry
import Values

/// Runs the schedules that are due and that no other process runs.
struct ScheduleRunner: Sendable {
    let database: Database
    let schedules: [Schedule]
    let limits: WorkerLimits
    let worker: WorkerID
    let logger: Logger

    /// As with jobs: so long after the death of its process, another one takes over.
    static let lease = Duration.seconds(30)

    /// Works until the shift ends, and then until the last run has.
    func work(_ shift: Shift) async {
        let outage = OutageLog("schedules", logger: logger)
        await withDiscardingTaskGroup { group in
            for await _ in shift.schedules.rings where !shift.isOver {
                do {
                    let due = try await claim()
                    outage.succeeded()
                    for claimed in due { group.addTask { await run(claimed) } }
                } catch {
                    outage.failed(error)
                }
            }
        }
    }

    private struct Claimed: Decodable, Sendable {
        let name: String
        let nextRunAt: Date
        let finishedAt: Date?
        let attempts: Int
    }

    private func claim() async throws -> [Claimed] {
        try await database.platform(reason: "find due schedules").all(
            """
            with due as materialized (
                select name
                from events.schedules
                where name = any(\(schedules.map(\.name))) and next_run_at <= now()
                    and (lease_until is null or lease_until < now())
                for update skip locked
            )
            update events.schedules as schedule
            set leased_by = \(worker), lease_until = now() + make_interval(secs => \(Self.lease.inSeconds)),
                attempts = attempts + 1
            from due
            where schedule.name = due.name
            returning schedule.name, schedule.next_run_at, schedule.finished_at, schedule.attempts
            """
        )
    }

    private func run(_ claimed: Claimed) async {
        guard let schedule = schedules.first(where: { $0.name == claimed.name }) else { return }
        var logger = logger
        logger[metadataKey: "schedule"] = "\(claimed.name)"
        let run = ScheduledRun(
            dueAt: claimed.nextRunAt,
            lastFinishedAt: claimed.finishedAt,
            database: database,
            logger: logger
        )
        let lease = Lease(duration: Self.lease) {
            try await execute(
                """
                update events.schedules
                set lease_until = now() + make_interval(secs => \(Self.lease.inSeconds))
                where name = \(claimed.name) and leased_by = \(worker) and attempts = \(claimed.attempts)
                """
            ) == 1
        }
        do {
            try await RequestContext().run {
                try await lease.hold { try await schedule.perform(run) }
            }
            await settle(completing(claimed), logger)
        } catch is LeaseLost {
            logger.warning("schedule lost its lease")
        } catch is CancellationError where Task.isCancelled {
            await settle(releasing(claimed), logger)
        } catch {
            logger.error("schedule failed", metadata: ["error": "\(ErrorName.name(of: error))"])
            await settle(failing(claimed, error, schedule), logger)
        }
    }

    /// The next run is an interval after this one was due; after a longer outage, an interval from now.
    private func completing(_ claimed: Claimed) -> Query {
        """
        update events.schedules
        set next_run_at = case
                when next_run_at + make_interval(secs => interval_seconds) > now()
                then next_run_at + make_interval(secs => interval_seconds)
                else now() + make_interval(secs => interval_seconds)
            end,
            finished_at = now(), attempts = 0, last_error = null, lease_until = null, leased_by = null
        where name = \(claimed.name) and leased_by = \(worker) and attempts = \(claimed.attempts)
        """
    }

    private func releasing(_ claimed: Claimed) -> Query {
        """
        update events.schedules set attempts = attempts - 1, lease_until = null, leased_by = null
        where name = \(claimed.name) and leased_by = \(worker) and attempts = \(claimed.attempts)
        """
    }

    private func failing(_ claimed: Claimed, _ error: any Error, _ schedule: Schedule) -> Query {
        let pause = min(limits.pause(after: claimed.attempts), schedule.interval)
        return """
            update events.schedules
            set next_run_at = now() + make_interval(secs => \(pause.inSeconds)),
                last_error = \(ErrorName.name(of: error)), lease_until = null, leased_by = null
            where name = \(claimed.name) and leased_by = \(worker) and attempts = \(claimed.attempts)
            """
    }

    /// In a task of its own, so that it is recorded also when the worker's time is up. When it cannot be recorded, the
    /// lease runs out and the schedule runs once more.
    private func settle(_ query: Query, _ logger: Logger) async {
        let recording = Task { try await execute(query) }
        do {
            if try await recording.value == 0 { logger.warning("schedule lost its lease") }
        } catch {
            logger.warning("the end of a run was not recorded", metadata: ["error": "\(ErrorName.name(of: error))"])
        }
    }

    private func execute(_ query: Query) async throws -> Int {
        try await database.platform(reason: "keep a schedule").execute(query)
    }
}
