package import Events
package import Postgres

/// Where answers to requests with an `Idempotency-Key` are kept for a day.
package enum IdempotencySchema {
    package static let migrations = SchemaMigrations(
        schema: "idempotency",
        migrations: [
            Migration(
                1,
                "create_answers",
                """
                create table idempotency.answers (
                    tenant_id uuid not null,
                    subject text not null,
                    operation text not null,
                    key text not null,
                    fingerprint bytea not null,
                    answer jsonb not null,
                    expires_at timestamptz not null,
                    primary key (tenant_id, subject, operation, key)
                );
                create index answers_by_expiry on idempotency.answers (expires_at);
                select platform.protect('idempotency.answers');
                """
            )
        ],
        isShared: true
    )
}

extension IdempotencySchema {
    /// Forgets answers whose day is over, a batch at a time.
    package static let forgetting = Schedule("idempotency.forget_expired", every: .seconds(600)) { run in
        let door = run.database.platform(reason: "forget expired idempotent answers")
        while try await door.execute(
            """
            delete from idempotency.answers where ctid = any (array(
                select ctid from idempotency.answers where expires_at < now() limit 1000))
            """
        ) == 1000 {}
    }
}
