import Access
import AccountingAPI
import Endpoints
import Postgres
import Values

extension AccountingService {
    func reserve(_ request: ReserveCredits, _ call: Call) async throws -> Reservation {
        let tenant = try call.caller.tenantID
        let least = request.atLeast ?? request.amount
        guard request.amount > .zero, least <= request.amount else { throw AccountingError.impossibleAmount }
        let order = Ledger.Reserving(
            hold: request.holdID,
            amount: request.amount,
            least: least,
            leaseSeconds: request.leaseSeconds.value,
            owner: request.owner.text,
            user: request.userID,
            operation: request.operation?.text
        )
        if let course = request.courseID,
            let wallet = try await Self.classWallet(of: course, for: request.userID, call)
        {
            let verdict = try await ledger.reserve(order, of: wallet, in: tenant)
            if let reservation = Reservation(verdict) { return reservation }
        }
        let verdict = try await ledger.reserve(order, of: WalletID(request.userID.uuid), in: tenant)
        return try Reservation(verdict).orRefused(verdict)
    }

    func extend(_ request: ExtendHold, _ call: Call) async throws -> Reservation {
        let least = request.atLeast ?? request.more
        guard request.more > .zero, least <= request.more else { throw AccountingError.impossibleAmount }
        let verdict = try await ledger.carryOut(
            .extend(more: request.more, least: least, lease: request.leaseSeconds.value),
            on: request.holdID,
            in: call.caller.tenantID
        )
        return try Reservation(verdict).orRefused(verdict)
    }

    func checkpoint(_ request: CheckpointHolds, _ call: Call) async throws -> CheckpointHolds.Response {
        guard request.holds.count <= CheckpointHolds.maximumHolds else { throw AccountingError.tooManyHolds }
        let open = try await ledger.checkpoint(
            request.holds,
            leaseSeconds: request.leaseSeconds.value,
            in: call.caller.tenantID
        )
        return CheckpointHolds.Response(open: open)
    }

    func settle(_ request: SettleHold, _ call: Call) async throws -> Settlement {
        let verdict = try await ledger.carryOut(
            .settle(cost: request.cost, request.usage),
            on: request.holdID,
            in: call.caller.tenantID
        )
        return try Settlement(verdict).orRefused(verdict)
    }

    func void(_ request: VoidHold, _ call: Call) async throws -> Settlement {
        let verdict = try await ledger.carryOut(.void, on: request.holdID, in: call.caller.tenantID)
        return try Settlement(verdict).orRefused(verdict)
    }

    /// The wallet through which a learner draws on a course's class; `nil` when the class has none. Where the class
    /// caps each learner, it is a share of the learner's own, made at the first use.
    private static func classWallet(of course: CourseID, for user: UserID, _ call: Call) async throws -> WalletID? {
        struct Found: Decodable, Sendable {
            let walletID: WalletID
            let needsShare: Bool
        }
        let tenant = try call.caller.tenantID
        let found = try await call.school.first(
            """
            select coalesce(share.id, class.id) as wallet_id,
                share.id is null and class.share_limit is not null as needs_share
            from accounting.wallets class
            left join accounting.wallets share on share.tenant_id = class.tenant_id and share.parent_id = class.id
                and share.owner_id = \(user)
            where class.tenant_id = \(tenant) and class.id = \(course) and class.kind = 'class'
            """,
            as: Found.self
        )
        guard let found, found.needsShare else { return found?.walletID }
        return try await call.school.value(
            """
            insert into accounting.wallets (
                tenant_id, id, kind, owner_id, parent_id, depth, spending_limit, limit_period)
            select class.tenant_id, \(WalletID()), 'share', \(user), class.id, class.depth + 1, class.share_limit,
                class.share_period
            from accounting.wallets class where class.tenant_id = \(tenant) and class.id = \(course)
            for share of class
            on conflict (tenant_id, parent_id, owner_id) do update set owner_id = excluded.owner_id
            returning id
            """
        )
    }
}

extension Reservation {
    fileprivate init?(_ verdict: HoldVerdict) {
        switch verdict.verdict {
        case .held, .replayed, .extended:
            self.init(
                held: MicroCredits(micro: verdict.credits),
                available: MicroCredits(micro: verdict.free),
                isReplay: verdict.verdict == .replayed
            )
        default: return nil
        }
    }
}

extension Settlement {
    fileprivate init?(_ verdict: HoldVerdict) {
        switch verdict.verdict {
        case .settled, .void, .closed:
            self.init(charged: MicroCredits(micro: verdict.credits), wasClosed: verdict.verdict == .closed)
        default: return nil
        }
    }
}

extension Optional {
    /// The value, or the refusal that the verdict is.
    fileprivate func orRefused(_ verdict: HoldVerdict) throws -> Wrapped {
        if let value = self { return value }
        switch verdict.verdict {
        case .overLimit: throw AccountingError.limitReached
        case .unknown: throw AccountingError.unknownHold
        case .closed: throw AccountingError.holdClosed
        default: throw AccountingError.insufficientCredits
        }
    }
}
