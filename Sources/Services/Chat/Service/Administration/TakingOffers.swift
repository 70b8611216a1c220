import ChatAPI
import FoundationEssentials
import Postgres
import Values

extension Transaction {
    /// Keeps what servers offer as the school's chatflows. What a server that answered does not list is marked deleted;
    /// of the others nothing changes.
    func take(_ offer: UpstreamOffer, at now: Date) throws -> SyncChatflows.Response {
        // One at a time in a school: two would count and write the same.
        try execute("select pg_advisory_xact_lock(hashtextextended('chat.chatflows ' || \(tenant)::text, 0))")
        var response = SyncChatflows.Response()
        for failure in offer.failures { response.fail(failure) }
        let rows: [KnownChatflow] = try all(
            """
            select flow_id, kind, name, description, deployed, is_public, category, type, api_key_id, updated_date,
                sync_status
            from chat.chatflows
            """
        )
        let known = Dictionary(rows.map { ($0.flowID, $0) }) { first, _ in first }
        var unchanged: [String] = []
        for offered in offer.chatflows {
            response.totalFetched += 1
            let row = known[offered.flowID]
            if let row, row.kind != offered.kind, row.syncStatus != "deleted" {
                response.fail(.init(flowiseID: offered.flowID, error: "name_taken"))
            } else if row?.isAs(offered) == true {
                unchanged.append(offered.flowID)
                response.updated += 1
            } else {
                try keep(offered, isKnown: row != nil, at: now, &response)
            }
        }
        try execute("update chat.chatflows set synced_at = \(now) where flow_id = any(\(unchanged))")
        response.deleted = try execute(
            """
            update chat.chatflows set sync_status = 'deleted', synced_at = \(now)
            where kind = any(\(offer.answered)) and sync_status <> 'deleted'
                and flow_id <> all(\(offer.chatflows.map(\.flowID)))
            """
        )
        return response
    }

    /// Writes one; what PostgreSQL refuses of it is that one's error and nobody else's.
    private func keep(
        _ offered: OfferedChatflow,
        isKnown: Bool,
        at now: Date,
        _ response: inout SyncChatflows.Response
    ) throws {
        do {
            try savepoint { try write(offered, at: now) }
            if isKnown { response.updated += 1 } else { response.created += 1 }
        } catch let error as PostgresError where error.code == .invalidValue {
            response.fail(.init(flowiseID: offered.flowID, error: "not_storable"))
            try execute(
                """
                update chat.chatflows set sync_status = 'error', sync_error = 'not_storable', synced_at = \(now)
                where flow_id = \(offered.flowID)
                """
            )
        }
    }

    private func write(_ offered: OfferedChatflow, at now: Date) throws {
        try execute(
            """
            insert into chat.chatflows (
                tenant_id, id, flow_id, kind, name, description, deployed, is_public, category, type, api_key_id,
                configuration, created_date, updated_date, synced_at, sync_status, sync_error
            ) values (
                \(tenant), \(ChatflowRowID()), \(offered.flowID), \(offered.kind), \(offered.name),
                \(offered.description), \(offered.deployed), \(offered.isPublic), \(offered.category), \(offered.type),
                \(offered.apiKeyID), \(offered.configuration), \(offered.createdDate), \(offered.updatedDate), \(now),
                'active', null
            )
            on conflict (tenant_id, flow_id) do update set
                kind = excluded.kind, name = excluded.name, description = excluded.description,
                deployed = excluded.deployed, is_public = excluded.is_public, category = excluded.category,
                type = excluded.type, api_key_id = excluded.api_key_id, configuration = excluded.configuration,
                created_date = excluded.created_date, updated_date = excluded.updated_date,
                synced_at = excluded.synced_at, sync_status = 'active', sync_error = null
            """
        )
    }
}

/// A chatflow that the school has already.
private struct KnownChatflow: Decodable, Sendable {
    let flowID: String
    let kind: String
    let name: String
    let description: String
    let deployed: Bool
    let isPublic: Bool
    let category: String?
    let type: String
    let apiKeyID: String?
    let updatedDate: Date?
    let syncStatus: String

    /// Whether nothing has changed: Flowise dates every change, and of a model there is nothing but its name. Most are
    /// written so every few minutes, and their configurations are large.
    func isAs(_ offered: OfferedChatflow) -> Bool {
        guard syncStatus == "active", kind == offered.kind else { return false }
        guard kind == "model" || isOf(offered.updatedDate) else { return false }
        return name == offered.name && description == offered.description && deployed == offered.deployed
            && isPublic == offered.isPublic && category == offered.category && type == offered.type
            && apiKeyID == offered.apiKeyID
    }

    private func isOf(_ date: Date?) -> Bool {
        guard let date, let updatedDate else { return false }
        return abs(updatedDate.timeIntervalSince(date)) < 0.001
    }
}
