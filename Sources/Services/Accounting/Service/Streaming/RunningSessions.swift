import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    /// After which time a session that nobody ended has failed.
    static let sessionLease = Duration.seconds(3600)

    func initialize(_ request: InitializeSession, _ call: Call) async throws -> InitializeSession.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let (tenant, hold) = (caller.tenantID, HoldID())
            let price = try transaction.price(of: request.modelID, in: tenant)
            let estimate = price.wholeCredits(for: try TokenCount(request.estimatedTokens.value))
            // A fifth more than expected, in whole credits.
            let allocated = (estimate * 6 + 4) / 5
            guard let expected = MicroCredits(credits: estimate), let amount = MicroCredits(credits: allocated) else {
                throw AccountingError.insufficientForSession
            }
            let isNew = try transaction.execute(
                """
                insert into accounting.streaming_sessions (
                    tenant_id, session_id, user_id, hold_id, model_id, estimated, allocated)
                values (\(tenant), \(request.sessionID), \(caller.userID), \(hold), \(request.modelID),
                    \(expected.micro), \(amount.micro))
                on conflict (tenant_id, session_id) do nothing
                """
            )
            guard isNew == 1 else {
                let same = try transaction.value(
                    """
                    select true from accounting.streaming_sessions
                    where tenant_id = \(tenant) and session_id = \(request.sessionID) and user_id = \(caller.userID)
                        and model_id = \(request.modelID) and allocated = \(amount.micro) and status = 'active'
                    """,
                    as: Bool.self
                )
                guard same == true else { throw AccountingError.sessionExists }
                return .init(sessionID: request.sessionID.text, allocatedCredits: allocated)
            }
            // What is free of charge still has a hold, of the least there is, for the time after which it has failed.
            let verdict = try transaction.first(
                """
                select verdict, credits, free from accounting.reserve(
                    \(tenant), \(hold), \(caller.userID), \(max(1, amount.micro)), \(max(1, amount.micro)),
                    \(Self.sessionLease / .seconds(1)), 'streaming session')
                """,
                as: HoldVerdict.self
            )
            guard verdict?.verdict == .held else { throw AccountingError.insufficientForSession }
            return .init(sessionID: request.sessionID.text, allocatedCredits: allocated)
        }
    }

    func finalize(_ request: FinalizeSession, _ call: Call) async throws -> FinalizeSession.Response {
        let end = SessionEnd(
            session: request.sessionID,
            tokens: request.actualTokens,
            status: request.success == false ? .failed : .completed,
            service: "chat-streaming",
            tokensName: "tokens"
        )
        let (charged, refund) = try await finish(end, call)
        return .init(sessionID: request.sessionID.text, actualCredits: charged, refund: refund)
    }

    func abort(_ request: AbortSession, _ call: Call) async throws -> AbortSession.Response {
        let end = SessionEnd(
            session: request.sessionID,
            tokens: try request.tokensGenerated ?? TokenCount(0),
            status: .failed,
            service: "chat-streaming-aborted",
            tokensName: "partialTokens"
        )
        let (charged, refund) = try await finish(end, call)
        return .init(sessionID: request.sessionID.text, partialCredits: charged, refund: refund)
    }

    /// How a session ends.
    fileprivate struct SessionEnd: Sendable {
        let session: StreamID
        let tokens: TokenCount
        let status: StreamingSession.Status
        let service: String
        /// What the usage record calls the tokens.
        let tokensName: String
    }

    fileprivate struct OpenSession: Decodable, Sendable {
        let holdID: HoldID
        let modelID: ModelID
        let allocated: Int
        let startedAt: Date
    }

    /// Settles and records in one transaction; what was charged and what came back, in whole credits.
    private func finish(_ end: SessionEnd, _ call: Call) async throws -> (Int, Int) {
        let caller = try call.caller
        struct Outcome: Codable, Sendable { let charged, refund: Int }
        let outcome = try await call.write { transaction in
            let tenant = caller.tenantID
            let session = try transaction.first(
                """
                select hold_id, model_id, allocated, started_at from accounting.streaming_sessions
                where tenant_id = \(tenant) and session_id = \(end.session) and user_id = \(caller.userID)
                    and status = 'active'
                """,
                as: OpenSession.self
            )
            guard let session else { throw AccountingError.unknownSession }
            let price = try transaction.price(of: session.modelID, in: tenant)
            let cost = MicroCredits(credits: price.wholeCredits(for: end.tokens)) ?? .maximum
            // Settling is what happens once: of two that end the session, the other finds it closed.
            let verdict = try transaction.first(
                """
                select verdict, credits, free from accounting.settle(
                    \(tenant), \(session.holdID), \(cost.micro), 'settled')
                """,
                as: HoldVerdict.self
            )
            guard let verdict, verdict.verdict == .settled else { throw AccountingError.unknownSession }
            try transaction.record(end, session, charged: verdict.credits, by: caller)
            let charged = MicroCredits(micro: verdict.credits)
            return Outcome(
                charged: charged.wholeCreditsUp,
                refund: MicroCredits(micro: max(0, session.allocated - charged.micro)).wholeCredits
            )
        }
        return (outcome.charged, outcome.refund)
    }
}

extension Transaction {
    /// Marks the session and notes its usage.
    fileprivate func record(
        _ end: AccountingService.SessionEnd,
        _ session: AccountingService.OpenSession,
        charged: Int,
        by caller: Principal
    ) throws {
        try execute(
            """
            with ended as (
                update accounting.streaming_sessions
                set status = \(end.status), used = \(charged), completed_at = clock_timestamp()
                where tenant_id = \(caller.tenantID) and session_id = \(end.session)
                returning completed_at
            )
            insert into accounting.usage_records (
                tenant_id, user_id, service, operation, credits, metadata, source)
            select \(caller.tenantID), \(caller.userID), \(end.service), \(session.modelID), \(charged),
                jsonb_build_object(
                    'sessionId', \(end.session)::text, \(end.tokensName)::text, \(end.tokens.value)::bigint,
                    'streamingDuration', round(extract(epoch from completed_at - \(session.startedAt)), 3)),
                'platform'
            from ended
            """
        )
    }
}
