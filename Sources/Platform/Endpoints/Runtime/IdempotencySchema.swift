package import Postgres

/// Where answers to requests with an `Idempotency-Key` are kept for a day.
package enum IdempotencySchema {
    package static let migrations = SchemaMigrations(
        schema: "idempotency",
        migrations: [
            Migration(
                1, "create_answers",
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
                """)
        ], isShared: true)
}
