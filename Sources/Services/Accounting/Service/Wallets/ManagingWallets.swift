import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func listWallets(_ request: ListWallets, _ call: Call) async throws -> ListWallets.Response {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            let rows = try transaction.all(
                """
                select id, kind, owner_id, parent_id, balance, reserved, spent, spending_limit, limit_period,
                    share_limit, share_period
                from accounting.wallets
                where tenant_id = \(tenant) and kind in ('school', 'class', 'share') and case
                    when \(request.courseID)::uuid is null then kind <> 'share'
                    else id = \(request.courseID) or parent_id = \(request.courseID)
                end
                order by depth, kind, owner_id limit 1000
                """,
                as: WalletRow.self
            )
            return .init(wallets: try rows.map { try $0.wallet(in: transaction, tenant) })
        }
    }

    func setSchoolWallet(_ request: SetSchoolWallet, _ call: Call) async throws -> Wallet {
        let tenant = try call.caller.tenantID
        return try await call.write { transaction in
            try transaction.execute(
                """
                insert into accounting.wallets (tenant_id, id, kind, owner_id)
                values (\(tenant), \(tenant), 'school', \(tenant)) on conflict (tenant_id, id) do nothing
                """
            )
            try transaction.limit(WalletID(tenant.uuid), to: request.limit, in: tenant)
            return try transaction.wallet(WalletID(tenant.uuid), in: tenant)
        }
    }

    func setClassWallet(_ request: SetClassWallet, _ call: Call) async throws -> Wallet {
        let tenant = try call.caller.tenantID
        let parent = request.drawsOnSchool == true ? tenant.uuid : nil
        return try await call.write { transaction in
            try transaction.requireCourse(request.courseID, in: tenant)
            if parent != nil {
                try transaction.execute(
                    """
                    insert into accounting.wallets (tenant_id, id, kind, owner_id)
                    values (\(tenant), \(tenant), 'school', \(tenant)) on conflict (tenant_id, id) do nothing
                    """
                )
            }
            try transaction.execute(
                """
                insert into accounting.wallets (tenant_id, id, kind, owner_id, parent_id, depth)
                values (\(tenant), \(request.courseID), 'class', \(request.courseID), \(parent),
                    \(parent == nil ? 0 : 1)::smallint)
                on conflict (tenant_id, id) do nothing
                """
            )
            let id = WalletID(request.courseID.uuid)
            try transaction.lockClass(id, in: tenant)
            let found = try transaction.wallet(id, in: tenant)
            if let wanted = request.drawsOnSchool, wanted != (found.parentID != nil) {
                throw AccountingError.otherSource
            }
            try transaction.limit(id, to: request.limit, in: tenant)
            try transaction.limitLearners(of: id, to: request.learnerLimit, in: tenant)
            return try transaction.wallet(id, in: tenant)
        }
    }

    func setLearnerLimit(_ request: SetLearnerLimit, _ call: Call) async throws -> Wallet {
        let caller = try call.caller
        return try await call.write { transaction in
            let tenant = caller.tenantID
            try transaction.requireTeaching(request.courseID, by: caller)
            let holder = try transaction.holder(request.userID, in: tenant)
            let id = try transaction.value(
                """
                insert into accounting.wallets (tenant_id, id, kind, owner_id, parent_id, depth)
                select class.tenant_id, \(WalletID()), 'share', \(holder.id), class.id, class.depth + 1
                from accounting.wallets class
                where class.tenant_id = \(tenant) and class.id = \(request.courseID) and class.kind = 'class'
                on conflict (tenant_id, parent_id, owner_id) do update set owner_id = excluded.owner_id
                returning id
                """,
                as: WalletID.self
            )
            guard let id else { throw AccountingError.unknownWallet }
            try transaction.limit(id, to: request.limit, in: tenant)
            return try transaction.wallet(id, in: tenant)
        }
    }

    func fund(_ request: FundWallet, _ call: Call) async throws -> Wallet {
        let gift = try Gift(
            request.credits.microCredits,
            request.expiryDays,
            request.notes?.text,
            call,
            priority: request.priority
        )
        return try await call.write { transaction in
            let wallet = try transaction.wallet(request.walletID, in: gift.tenant)
            guard wallet.parentID == nil, wallet.kind != .user else { throw AccountingError.drawsOnAnother }
            _ = try transaction.give(gift.grant, to: request.walletID, in: gift.tenant)
            return try transaction.wallet(request.walletID, in: gift.tenant)
        }
    }
}
