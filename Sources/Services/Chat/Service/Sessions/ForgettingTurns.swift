import Events
import Postgres

extension ChatService {
    /// Questions whose answer nobody makes any more are failed ones, which can be asked again: their process is gone.
    static let failing = Schedule("chat.fail_abandoned_turns", every: .seconds(15)) { run in
        try await run.database.platform(reason: "end turns whose process is gone").execute(
            """
            update chat.turns set status = 'failed', failure = 'interrupted', ended_at = now()
            where status = 'answering' and lease_until < now()
            """
        )
    }

    /// What was kept for the sake of an `Idempotency-Key` only goes after a day, as such keys do.
    static let forgetting = Schedule("chat.forget_turns", every: .seconds(3600)) { run in
        let school = run.database.platform(reason: "delete answers that no session keeps, and counts of other days")
        try await school.execute(
            "delete from chat.turns where session_id is null and asked_at < now() - interval '1 day'"
        )
        try await school.execute("delete from chat.daily_questions where day < current_date - 2")
    }
}
