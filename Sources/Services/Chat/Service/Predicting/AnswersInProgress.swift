import AccountingAPI
import ChatAPI
import Endpoints
import FoundationEssentials
import Logging
import Postgres
import Synchronization
import Telemetry
import Values

/// The answers that this process is making: how many for whom, and what they have cost so far.
final class AnswersInProgress: Sendable {
    /// One of them.
    final class Entry: Sendable {
        let tenant: TenantID
        let learner: UserID
        let charge: Charge
        /// The turn's row, when it has one.
        let turn: ChatMessageID?
        private let end: @Sendable () -> Void

        /// `end` stops the answer from elsewhere.
        init(_ charge: Charge, turn: ChatMessageID?, end: @escaping @Sendable () -> Void) {
            (self.charge, self.turn, self.end) = (charge, turn, end)
            (tenant, learner) = (charge.tenant, charge.learner)
        }

        /// Ends the answer, as one that failed.
        fileprivate func stop() { end() }

        fileprivate func saw(isOpen: Bool) {
            if !charge.saw(isOpen: isOpen) { end() }
        }
    }

    private struct State {
        var seats: [UserID: Int] = [:]
        var seatsOfSchool: [TenantID: Int] = [:]
        var entries: [TenantID: [ObjectIdentifier: Entry]] = [:]
        /// Whether a task tells what they cost.
        var isTelling = false
    }

    private let parts: ChatParts
    private let state = Mutex(State())
    private let open: Gauge

    /// How often what answers have cost is told.
    private static let interval = Duration.seconds(2)
    /// How long a turn is taken for one that is being answered after it was last heard of.
    static let turnLease = Duration.seconds(45)

    init(_ parts: ChatParts) {
        self.parts = parts
        open = parts.metrics.gauge("elymica_chat_open_answers", "Answers that are being made.")
    }

    /// A place for one more answer; given back with ``leave(_:_:)``.
    ///
    /// - Throws: 429 when a person or a school has as many as they may.
    func enter(_ learner: UserID, _ tenant: TenantID) throws {
        let settings = parts.settings
        let isAdmitted = state.withLock { state in
            guard state.seats[learner, default: 0] < settings.streamsOfPerson,
                state.seatsOfSchool[tenant, default: 0] < settings.streamsOfSchool
            else { return false }
            state.seats[learner, default: 0] += 1
            state.seatsOfSchool[tenant, default: 0] += 1
            return true
        }
        guard isAdmitted else { throw ChatError.tooManyAnswers }
        open.add(1)
    }

    func leave(_ learner: UserID, _ tenant: TenantID) {
        open.add(-1)
        state.withLock { state in
            state.seats[learner] = state.seats[learner].flatMap { $0 > 1 ? $0 - 1 : nil }
            state.seatsOfSchool[tenant] = state.seatsOfSchool[tenant].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }

    func add(_ entry: Entry) {
        let isFirst = state.withLock { state in
            state.entries[entry.tenant, default: [:]][ObjectIdentifier(entry)] = entry
            defer { state.isTelling = true }
            return !state.isTelling
        }
        if isFirst { Task { await tell() } }
    }

    func remove(_ entry: Entry) {
        state.withLock { state in
            state.entries[entry.tenant]?[ObjectIdentifier(entry)] = nil
            if state.entries[entry.tenant]?.isEmpty == true { state.entries[entry.tenant] = nil }
        }
    }

    /// Ends all of them, as ones that failed.
    func endAll() {
        let entries = state.withLock { $0.entries.values.flatMap(\.values) }
        for entry in entries { entry.stop() }
    }

    /// Tells what the answers have cost, again and again until there are none.
    private func tell() async {
        while true {
            try? await Task.sleep(for: Self.interval)
            let entries = state.withLock { state in
                state.isTelling = !state.entries.isEmpty
                return state.entries
            }
            if entries.isEmpty { return }
            await withDiscardingTaskGroup { group in
                for (tenant, entries) in entries {
                    group.addTask { await self.tell(of: Array(entries.values), of: tenant) }
                }
            }
        }
    }

    private func tell(of entries: [Entry], of tenant: TenantID) async {
        var rest = entries[...]
        while !rest.isEmpty {
            let some = rest.prefix(CheckpointHolds.maximumHolds)
            rest = rest.dropFirst(some.count)
            await checkpoint(Array(some), of: tenant)
        }
        await renew(entries.compactMap(\.turn), of: tenant)
    }

    private func checkpoint(_ entries: [Entry], of tenant: TenantID) async {
        let holds = entries.compactMap(\.charge.checkpoint)
        guard !holds.isEmpty, let lease = try? LeaseSeconds(Charge.leaseSeconds) else { return }
        let platform = Accounting.platform(in: tenant, at: Date())
        do {
            let order = CheckpointHolds(holds, leaseSeconds: lease)
            let open = Set(try await parts.caller.call(order, as: platform).open)
            for entry in entries {
                if let hold = entry.charge.hold { entry.saw(isOpen: open.contains(hold)) }
            }
        } catch {
            // The leases last for many more tries.
            parts.logger.warning("answers were not told of", metadata: ["answers": "\(holds.count)"])
        }
    }

    private func renew(_ turns: [ChatMessageID], of tenant: TenantID) async {
        guard !turns.isEmpty else { return }
        let lease = Self.turnLease / .seconds(1)
        _ = try? await parts.database.tenant(tenant).execute(
            """
            update chat.turns set lease_until = now() + make_interval(secs => \(lease))
            where id in (
                select id from chat.turns where id = any(\(turns)) and status = 'answering' for update skip locked
            )
            """
        )
    }
}
