import Postgres
import Values

extension Transaction {
    /// Sessions whose hold was ended by the sweep have failed, at what the hold was charged.
    func endSessionsOfEndedHolds(in tenant: TenantID) throws {
        try execute(
            """
            update accounting.streaming_sessions s
            set status = 'failed', used = h.charged, completed_at = h.ended_at
            from accounting.holds h
            where s.tenant_id = \(tenant) and s.status = 'active' and h.tenant_id = s.tenant_id and h.id = s.hold_id
                and h.state <> 'open'
            """
        )
    }
}
