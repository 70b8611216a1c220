import AccountingAPI
import Events
import FoundationEssentials
import Logging
import Postgres
import Telemetry
import Values

/// Looks whether the ledger adds up, and says so as a metric: anything but 0 is a defect.
struct LedgerAudit: Sendable {
    private let violations: Gauge
    private let checkedAt: Gauge

    init(_ metrics: MetricsRegistry) {
        violations = metrics.gauge(
            "elymica_ledger_violations",
            "Wallets and holds that do not add up, when this process last looked; 0 is right."
        )
        checkedAt = metrics.gauge(
            "elymica_ledger_checked_timestamp_seconds",
            "When this process last looked whether the ledger adds up; the newest of all processes counts."
        )
    }

    /// Every quarter of an hour, in one process, school by school.
    var schedule: Schedule {
        Schedule("accounting.audit_ledger", every: .seconds(900)) { run in
            try await look(run.database, run.logger)
            checkedAt.set(run.dueAt.timeIntervalSince1970)
        }
    }

    private func look(_ database: Database, _ logger: Logger) async throws {
        let schools = try await database.platform(reason: "list schools with wallets").all(
            "select distinct tenant_id from accounting.wallets",
            as: TenantID.self
        )
        var found = 0
        for tenant in schools {
            let breaches = try await database.tenant(tenant).all(Self.query, as: Breach.self)
            for breach in breaches {
                logger.critical(
                    "the ledger does not add up",
                    metadata: ["tenant": "\(tenant)", "wallet": "\(breach.walletID)", "what": "\(breach.what)"]
                )
            }
            found += breaches.count
        }
        violations.set(Double(found))
    }

    /// What does not add up in one school.
    static let query: Query = "select wallet_id, what from accounting.violations order by wallet_id, what"

    /// One row of it.
    struct Breach: Decodable, Sendable, Equatable {
        let walletID: WalletID
        let what: String
    }
}
