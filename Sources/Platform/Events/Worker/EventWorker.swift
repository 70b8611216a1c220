package import Logging
package import Postgres
import Values

/// Delivers events, runs jobs and keeps schedules, for as many services as it is given; any number of workers, in any
/// number of processes, share the work.
///
/// Rows are found across tenants and handled inside their tenant. A notification wakes the worker within a millisecond
/// or so of a commit; a look every second finds what no notification told. Only rows that this worker has a handler
/// for are taken.
package struct EventWorker: Sendable {
    private let database: Database
    private let subscriptions: [Subscription]
    private let jobs: [JobHandler]
    private let schedules: [Schedule]
    private let limits: WorkerLimits
    private let logger: Logger
    private let id = WorkerID()

    // tidy: allow parameter-count — made in one place, from the lists of all services
    package init(
        database: Database,
        subscriptions: [Subscription] = [],
        jobs: [JobHandler] = [],
        schedules: [Schedule] = [],
        limits: WorkerLimits = WorkerLimits(),
        logger: Logger
    ) {
        let retention = Retention(period: limits.retention)
        let pruning = Schedule(Retention.scheduleName, every: .seconds(3600)) { try await retention.prune($0.database) }
        self.database = database
        self.subscriptions = subscriptions
        self.jobs = jobs
        self.schedules = schedules + [pruning]
        self.limits = limits
        self.logger = logger
    }

    /// Makes the subscriptions and schedules known: events announced from now on are delivered, also while no worker
    /// runs.
    ///
    /// To be called after migrations and before requests are served. Throws `EventsError.duplicateName` when two of a
    /// kind have one name.
    package func register() async throws {
        try checkNames()
        let subscriptions = subscriptions.sorted { $0.consumer < $1.consumer }
        let schedules = schedules.sorted { $0.name < $1.name }
        try await database.platform(reason: "register subscriptions and schedules") { transaction in
            try transaction.execute(
                """
                insert into events.subscriptions as known (consumer, event_name)
                select * from unnest(\(subscriptions.map(\.consumer)), \(subscriptions.map(\.eventName)))
                on conflict (consumer) do update set event_name = excluded.event_name
                where known.event_name <> excluded.event_name
                """
            )
            try transaction.execute(
                """
                insert into events.schedules as known (name, interval_seconds, next_run_at)
                select name, seconds, now() + make_interval(secs => seconds)
                from unnest(\(schedules.map(\.name)), \(schedules.map(\.interval.inSeconds))) as new (name, seconds)
                on conflict (name) do update
                set interval_seconds = excluded.interval_seconds,
                    next_run_at = least(known.next_run_at, excluded.next_run_at)
                where known.interval_seconds <> excluded.interval_seconds
                """
            )
        }
    }

    /// Works until the task is cancelled. Then it takes nothing new, waits for what is in flight (`limits.drain` at
    /// most, then jobs are cancelled too) and gives back what it has not finished.
    ///
    /// A database that is away is waited for. Throws `EventsError.duplicateName` only.
    package func run() async throws {
        try checkNames()
        let shift = Shift()
        // Not a child of the cancelled task: what is in flight must be able to finish.
        let work = Task { await self.work(shift) }
        await withTaskCancellationHandler {
            await work.value
        } onCancel: {
            shift.finish()
        }
    }

    private func work(_ shift: Shift) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await workUntilDone(shift) }
            group.addTask {
                await shift.untilOver()
                try? await Task.sleep(for: limits.drain)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func workUntilDone(_ shift: Shift) async {
        let deliveries = DeliveryRunner(
            database: database,
            subscriptions: subscriptions,
            limits: limits,
            logger: logger
        )
        let jobRunner = JobRunner(database: database, handlers: jobs, limits: limits, worker: id, logger: logger)
        let scheduleRunner = ScheduleRunner(
            database: database,
            schedules: schedules,
            limits: limits,
            worker: id,
            logger: logger
        )
        await withTaskGroup(of: Void.self) { waking in
            waking.addTask { await poll(shift) }
            waking.addTask { await listen(shift) }
            await withDiscardingTaskGroup { working in
                working.addTask { await deliveries.work(shift) }
                working.addTask { await jobRunner.work(shift) }
                working.addTask { await scheduleRunner.work(shift) }
            }
            waking.cancelAll()
        }
    }

    private func poll(_ shift: Shift) async {
        while !Task.isCancelled, !shift.isOver {
            shift.ringAll()
            try? await Task.sleep(for: limits.poll)
        }
    }

    private func listen(_ shift: Shift) async {
        for await notification in database.listen(Channel.name) {
            switch notification {
            case Channel.event: shift.deliveries.ring()
            case Channel.job: shift.jobs.ring()
            default: shift.ringAll()
            }
        }
    }

    private func checkNames() throws(EventsError) {
        for names in [subscriptions.map(\.consumer), jobs.map(\.name), schedules.map(\.name)] {
            var known: Set<String> = []
            for name in names where !known.insert(name).inserted { throw .duplicateName(name) }
        }
    }
}

/// Whose lease it is; a new one for every worker of every process.
typealias WorkerID = Identifier<EventWorker>
