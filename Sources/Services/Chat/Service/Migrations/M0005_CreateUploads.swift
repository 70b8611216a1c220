import Postgres

extension Migration {
    /// What came with questions, and what was sent for one that is still to come: such rows have no turn.
    ///
    /// The id of a `file` is that of the platform's file. Removing a turn or a session leaves the rows, without it, so
    /// that whoever removes the rows knows which files to let go of.
    static let createUploads = Migration(
        5,
        "create uploads",
        """
        create table chat.uploads (
            tenant_id uuid not null,
            id uuid not null,
            turn_id uuid,
            session_id uuid,
            user_id uuid not null,
            chatflow_id text check (char_length(chatflow_id) between 1 and 200),
            kind text not null check (kind in ('file', 'url')),
            name text not null check (char_length(name) between 1 and 2000),
            media_type text not null check (char_length(media_type) <= 127),
            size bigint not null check (size > 0),
            url text check (char_length(url) <= 2000),
            -- Where it stood among the files of its question.
            position smallint not null default 0,
            uploaded_at timestamptz not null,
            primary key (tenant_id, id),
            foreign key (tenant_id, turn_id) references chat.turns (tenant_id, id) on delete set null (turn_id),
            foreign key (tenant_id, session_id) references chat.sessions (tenant_id, id)
                on delete set null (session_id),
            check ((kind = 'url') = (url is not null))
        );
        create index uploads_by_turn on chat.uploads (tenant_id, turn_id);
        create index uploads_by_session on chat.uploads (tenant_id, session_id);
        create index uploads_by_user on chat.uploads (tenant_id, user_id);
        create index uploads_unused on chat.uploads (uploaded_at) where turn_id is null;
        select platform.protect('chat.uploads');
        """
    )
}
