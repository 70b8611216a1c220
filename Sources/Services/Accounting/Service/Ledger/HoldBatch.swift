package import Postgres
package import Values

/// Orders of one school about holds, in one statement.
///
/// A wallet that everybody draws on is locked and committed once for a batch instead of once for each order. What
/// limits such a wallet is the time it is locked times the number of commits, so this is what makes it fast.
package enum HoldBatch {
    /// How many orders go together.
    static let largest = 64

    /// Carries orders out together: one statement, which is a transaction by itself, in one round trip. The verdicts
    /// are in the order of the orders.
    package static func carryOut(
        _ orders: [HoldOrder],
        in tenant: TenantID,
        _ database: Database
    ) async throws -> [HoldVerdict] {
        let columns = HoldColumns(orders)
        let notes = UsageColumns(orders)
        guard !notes.places.isEmpty else {
            return try await database.tenant(tenant).all(
                """
                select verdict, credits, free from accounting.carry_out(
                    \(tenant), \(columns.actions), \(columns.holds), \(columns.wallets), \(columns.amounts),
                    \(columns.least), \(columns.leases), \(columns.owners), \(columns.users), \(columns.operations))
                """
            )
        }
        return try await database.tenant(tenant).all(
            """
            with done as materialized (
                select place, verdict, credits, free from accounting.carry_out(
                    \(tenant), \(columns.actions), \(columns.holds), \(columns.wallets), \(columns.amounts),
                    \(columns.least), \(columns.leases), \(columns.owners), \(columns.users), \(columns.operations))
                    with ordinality as done (verdict, credits, free, place)
            ), noted as (
                insert into accounting.usage_records (
                    tenant_id, user_id, service, operation, credits, metadata, source)
                select \(tenant), note.user_id, note.service, note.operation, done.credits, note.metadata::jsonb,
                    'platform'
                from unnest(\(notes.places), \(notes.users), \(notes.services), \(notes.operations), \(notes.metadata))
                    as note (place, user_id, service, operation, metadata)
                join done on done.place = note.place
                where done.verdict = 'settled'
            )
            select verdict, credits, free from done order by place
            """
        )
    }
}
