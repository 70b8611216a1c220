import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    func showStatistics(_ request: GetUsageStatistics, _ call: Call) async throws -> UsageStatistics {
        let caller = try call.caller
        // What the caller has said is in the caller's own statistics.
        let scope = UsageScope(caller.tenantID, of: caller.userID, request.startDate, request.endDate)
        return try await call.read { try $0.statistics(scope) }
    }

    func showStatistics(_ request: GetUsageStatisticsOf, _ call: Call) async throws -> UsageStatistics {
        let tenant = try call.caller.tenantID
        return try await call.read { transaction in
            guard let holder = try transaction.holderIfAny(request.userID, in: tenant) else {
                return UsageStatistics(UsageSums(), recentActivity: [])
            }
            let scope = UsageScope(tenant, of: holder.id, request.startDate, request.endDate, source: "platform")
            return try transaction.statistics(scope)
        }
    }

    func showStatistics(_ request: GetSystemStatistics, _ call: Call) async throws -> UsageSums {
        let tenant = try call.caller.tenantID
        let scope = UsageScope(tenant, of: nil, request.startDate, request.endDate, source: "platform")
        return try await call.read { try $0.sums(scope) }
    }
}

/// Which records are meant.
private struct UsageScope: Sendable {
    let tenant: TenantID
    /// Everybody's when absent.
    let user: UserID?
    let start: Date
    let end: Date
    /// Whose word is taken: the platform's, or anybody's.
    let source: String?

    init(_ tenant: TenantID, of user: UserID?, _ start: Moment?, _ end: Moment?, source: String? = nil) {
        (self.tenant, self.user, self.source) = (tenant, user, source)
        self.start = start?.start ?? Date(timeIntervalSince1970: 0)
        self.end = end?.end ?? Date(timeIntervalSince1970: 253_402_300_799)
    }
}

extension Transaction {
    fileprivate func statistics(_ scope: UsageScope) throws -> UsageStatistics {
        UsageStatistics(try sums(scope), recentActivity: try recent(scope))
    }

    /// Everything added up in one pass.
    fileprivate func sums(_ scope: UsageScope) throws -> UsageSums {
        struct Row: Decodable {
            let kind: String
            let key: String?
            let records: Int
            let credits: Int
        }
        let rows = try all(
            """
            with sums as (
                select case
                        when grouping(user_id) = 0 then 'user' when grouping(service) = 0 then 'service'
                        when grouping(day) = 0 then 'day' when grouping(model) = 0 then 'model' else 'all'
                    end as kind,
                    coalesce(user_id, service, day, model) as key, count(*) as records,
                    coalesce(sum(credits), 0)::bigint as credits
                from (
                    select p.short_id as user_id, r.service, r.credits,
                        to_char(r.at at time zone 'UTC', 'YYYY-MM-DD') as day,
                        case when r.service in ('chat', 'chat-streaming') then r.operation end as model
                    from accounting.usage_records r
                    join auth.public_people p on p.tenant_id = r.tenant_id and p.id = r.user_id
                    where r.tenant_id = \(scope.tenant) and r.user_id = coalesce(\(scope.user), r.user_id)
                        and r.at >= \(scope.start) and r.at < \(scope.end)
                        and r.source = coalesce(\(scope.source), r.source)
                ) records
                group by grouping sets ((), (user_id), (service), (day), (model))
            )
            select kind, key, records, credits
            from (select sums.*, row_number() over (partition by kind order by credits desc, key) as rank from sums) s
            where rank <= 1000 and (key is not null or kind = 'all')
            """,
            as: Row.self
        )
        var sums = UsageSums()
        for row in rows {
            let credits = MicroCredits(micro: row.credits).wholeCreditsUp
            switch (row.kind, row.key) {
            case ("user", let key?): sums.byUser[key] = credits
            case ("service", let key?): sums.byService[key] = credits
            case ("day", let key?): sums.byDay[key] = credits
            case ("model", let key?): sums.byModel[key] = credits
            default: (sums.totalRecords, sums.totalCredits) = (row.records, credits)
            }
        }
        return sums
    }

    fileprivate func recent(_ scope: UsageScope) throws -> [UsageRecord] {
        struct Row: Decodable {
            let number: Int
            let userID: String
            let at: Date
            let service: String
            let operation: String
            let credits: Int
            let metadata: JSON
        }
        return try all(
            """
            select r.number, p.short_id as user_id, r.at, r.service, r.operation, r.credits, r.metadata
            from accounting.usage_records r
            join auth.public_people p on p.tenant_id = r.tenant_id and p.id = r.user_id
            where r.tenant_id = \(scope.tenant) and r.user_id = coalesce(\(scope.user), r.user_id)
                and r.at >= \(scope.start) and r.at < \(scope.end) and r.source = coalesce(\(scope.source), r.source)
            order by r.at desc, r.number desc
            limit 10
            """,
            as: Row.self
        ).map { row in
            let members = (row.metadata.object?.members ?? []).map { ($0.name, $0.value) }
            return UsageRecord(
                id: row.number,
                userID: row.userID,
                timestamp: row.at,
                service: row.service,
                operation: row.operation,
                credits: MicroCredits(micro: row.credits).wholeCreditsUp,
                metadata: Dictionary(members) { first, _ in first }
            )
        }
    }
}
