import AccountingAPI
package import Endpoints
package import Events
package import Postgres
package import Telemetry

/// Keeps credits: gives, holds, charges and returns them, and tells what was used.
package struct AccountingService: ServiceDefinition {
    package static let identity = Accounting.service
    package static let dialect = Dialect.accounting
    package static let schema = SchemaMigrations(
        schema: "accounting",
        migrations: [
            .createWallets, .createGrants, .createHolds, .createJournal, .moveCredits, .lockWallets, .holdCredits,
            .batchHolds, .createViolations, .createUsage, .createStreamingSessions, .createPrices,
        ]
    )

    let ledger: Ledger
    private let audit: LedgerAudit

    package init(database: Database, metrics: MetricsRegistry) {
        ledger = Ledger(database: database)
        audit = LedgerAudit(metrics)
    }

    package var operations: [Operation] { credits + changes + streams + usage + holds + prices + wallets }

    private var credits: [Operation] {
        [
            Operation(GetAccountingHealth.self) { _, call in .init(at: call.now) },
            Operation(GetBalance.self, showBalance),
            Operation(GetBalanceOf.self, showBalance),
            Operation(GetTotalBalance.self, showTotal),
            Operation(CheckCredits.self, check),
            Operation(CalculateCredits.self, calculate),
            Operation(DeductCredits.self, deduct),
            Operation(ListAllocations.self, listAllocations),
            Operation(ListJournal.self, listJournal),
        ]
    }

    private var changes: [Operation] {
        [
            Operation(AllocateCredits.self, allocate),
            Operation(AllocateCreditsByEmail.self, allocate),
            Operation(SetCredits.self, set),
            Operation(RemoveCredits.self, remove),
            Operation(AdjustCredits.self, adjust),
            Operation(OpenAccount.self, openAccount),
        ]
    }

    private var streams: [Operation] {
        [
            Operation(InitializeSession.self, initialize),
            Operation(FinalizeSession.self, finalize),
            Operation(AbortSession.self, abort),
            Operation(ListActiveSessions.self, listActive),
            Operation(ListActiveSessionsOf.self, listActive),
            Operation(ListAllActiveSessions.self, listActive),
            Operation(ListRecentSessions.self, listRecent),
            Operation(ListRecentSessionsOf.self, listRecent),
        ]
    }

    private var usage: [Operation] {
        [
            Operation(RecordUsage.self, record),
            Operation(GetUsageStatistics.self, showStatistics),
            Operation(GetUsageStatisticsOf.self, showStatistics),
            Operation(GetSystemStatistics.self, showStatistics),
        ]
    }

    private var holds: [Operation] {
        [
            Operation(ReserveCredits.self, reserve),
            Operation(CheckpointHolds.self, checkpoint),
            Operation(ExtendHold.self, extend),
            Operation(SettleHold.self, settle),
            Operation(VoidHold.self, void),
        ]
    }

    private var prices: [Operation] {
        [
            Operation(ListPrices.self, listPrices),
            Operation(GetModelPrice.self, showModelPrice),
            Operation(SetModelPrice.self, setModelPrice),
            Operation(ResetModelPrice.self, resetModelPrice),
            Operation(ResetChatflowPrice.self, resetChatflowPrice),
            Operation(GetChatflowPrice.self, showChatflowPrice),
            Operation(SetChatflowPrice.self, setChatflowPrice),
        ]
    }

    private var wallets: [Operation] {
        [
            Operation(ListWallets.self, listWallets),
            Operation(SetSchoolWallet.self, setSchoolWallet),
            Operation(SetClassWallet.self, setClassWallet),
            Operation(SetLearnerLimit.self, setLearnerLimit),
            Operation(FundWallet.self, fund),
        ]
    }

    package var schedules: [Schedule] { [Ledger.sweeping, audit.schedule, Self.forgetting] }
}
