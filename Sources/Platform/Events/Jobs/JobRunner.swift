import Logging
import Postgres
import Synchronization
import Telemetry
import Values

/// Takes due jobs and runs a bounded number of them at once.
struct JobRunner: Sendable {
    let database: Database
    let handlers: [JobHandler]
    let limits: WorkerLimits
    let worker: WorkerID
    let logger: Logger

    /// Works until the shift ends, and then until its last job has.
    func work(_ shift: Shift) async {
        guard !handlers.isEmpty else { return }
        let slots = FreeSlots(limits.jobsAtOnce)
        let outage = OutageLog("jobs", logger: logger)
        await withDiscardingTaskGroup { group in
            for await _ in shift.jobs.rings where !shift.isOver && slots.free > 0 {
                do {
                    let claimed = try await database.claimJobs(handlers, limit: slots.free, worker: worker)
                    outage.succeeded()
                    for job in claimed {
                        slots.take()
                        group.addTask {
                            await run(job)
                            slots.give()
                            shift.jobs.ring()
                        }
                    }
                } catch {
                    outage.failed(error)
                }
            }
        }
    }

    private func run(_ job: ClaimedJob) async {
        guard let handler = handlers.first(where: { $0.name == job.name }) else { return }
        var logger = logger
        logger[metadataKey: "job"] = "\(job.name)"
        logger[metadataKey: "job_id"] = "\(job.id)"
        logger[metadataKey: "attempt"] = "\(job.attempts)"
        let run = JobRun(
            tenant: job.tenantID,
            jobID: job.id,
            attempt: job.attempts,
            isLastAttempt: job.attempts >= handler.maximumAttempts,
            database: database,
            logger: logger
        )
        let trace = job.traceParent.flatMap { TraceContext(traceparent: $0)?.child() } ?? .new()
        await RequestContext(trace: trace, tenantID: job.tenantID).run {
            await perform(job, handler, run)
        }
    }

    private func perform(_ job: ClaimedJob, _ handler: JobHandler, _ run: JobRun) async {
        let door = database.tenant(job.tenantID)
        let lease = Lease(duration: handler.lease) {
            try await door.execute(job.renewing(for: handler.lease, worker: worker)) == 1
        }
        do {
            try await lease.hold { try await handler.perform(job.payload, run) }
            await settle(job.completing(worker: worker), job, handler, run.logger)
        } catch is LeaseLost {
            run.logger.warning("job lost its lease")
        } catch is CancellationError where Task.isCancelled {
            await settle(job.releasing(worker: worker), job, handler, run.logger)
        } catch {
            let parks = error.isPermanent || run.isLastAttempt
            run.logger.log(
                level: parks ? .error : .warning,
                "\(parks ? "job parked" : "job failed")",
                metadata: ["error": "\(ErrorName.name(of: error))"]
            )
            let failing = job.failing(error, parks: parks, limits: limits, worker: worker)
            await settle(failing, job, handler, run.logger)
        }
    }

    /// Records how an attempt ended. In a task of its own, so that it is recorded also when the worker's time is up;
    /// for as long as the lease lasts, since after that the job is somebody else's.
    private func settle(_ query: Query, _ job: ClaimedJob, _ handler: JobHandler, _ logger: Logger) async {
        let isLastWord = Task.isCancelled
        let recording = Task {
            let deadline = ContinuousClock.now + handler.lease
            while true {
                do {
                    let changed = try await database.tenant(job.tenantID).execute(query)
                    if changed == 0 { logger.warning("job lost its lease") }
                    return
                } catch {
                    guard !isLastWord, ContinuousClock.now < deadline else {
                        logger.warning(
                            "the end of a job was not recorded, it will run again",
                            metadata: ["error": "\(ErrorName.name(of: error))"]
                        )
                        return
                    }
                    try? await Task.sleep(for: min(.seconds(1), handler.lease / 10))
                }
            }
        }
        await recording.value
    }
}

/// Counts how many more jobs may be begun.
private final class FreeSlots: Sendable {
    private let count: Atomic<Int>

    init(_ count: Int) { self.count = Atomic(count) }

    var free: Int { count.load(ordering: .relaxed) }
    func take() { count.subtract(1, ordering: .relaxed) }
    func give() { count.add(1, ordering: .relaxed) }
}
