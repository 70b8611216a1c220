import Postgres

extension Migration {
    /// A turn is a question with its answer. One without a session is kept for a day, because it was asked under an
    /// `Idempotency-Key`. `events` is the answer as it was streamed, tokens in a row as one.
    static let createTurns = Migration(
        2,
        "create turns",
        """
        create table chat.turns (
            tenant_id uuid not null,
            id uuid not null,
            session_id uuid,
            user_id uuid not null,
            chatflow_id text not null check (char_length(chatflow_id) between 1 and 200),
            question text not null,
            answer_id uuid not null,
            events jsonb not null default '[]' check (jsonb_typeof(events) = 'array'),
            status text not null check (status in ('answering', 'answered', 'stopped', 'failed')),
            failure text check (char_length(failure) <= 50),
            hold_id uuid,
            cost bigint not null default 0 check (cost >= 0),
            key text check (char_length(key) between 1 and 100),
            fingerprint bytea,
            asked_at timestamptz not null,
            ended_at timestamptz,
            lease_until timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, session_id) references chat.sessions (tenant_id, id) on delete cascade
        );
        create index turns_by_session on chat.turns (tenant_id, session_id, asked_at, id);
        create unique index turns_by_key on chat.turns (tenant_id, user_id, key) where key is not null;
        create index turns_by_user on chat.turns (tenant_id, user_id, asked_at);
        create index turns_being_answered on chat.turns (tenant_id, lease_until) where status = 'answering';
        select platform.protect('chat.turns');
        """
    )
}
