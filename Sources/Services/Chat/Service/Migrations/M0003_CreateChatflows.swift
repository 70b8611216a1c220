import Postgres

extension Migration {
    /// What upstreams offer to a school, and to whom of it. `flow_id` is what clients call it: the id a flow has at
    /// Flowise, a model's name. `configuration` is what Flowise says of a flow under its own names.
    static let createChatflows = Migration(
        3,
        "create chatflows",
        """
        create table chat.chatflows (
            tenant_id uuid not null,
            id uuid not null,
            flow_id text not null check (char_length(flow_id) between 1 and 200),
            kind text not null check (kind in ('flow', 'model')),
            name text not null,
            description text not null default '',
            deployed boolean not null default false,
            is_public boolean not null default false,
            category text,
            type text not null default 'CHATFLOW',
            api_key_id text,
            configuration jsonb not null default '{}' check (jsonb_typeof(configuration) = 'object'),
            created_date timestamptz,
            updated_date timestamptz,
            synced_at timestamptz not null,
            sync_status text not null default 'active' check (sync_status in ('active', 'deleted', 'error')),
            sync_error text,
            primary key (tenant_id, id),
            unique (tenant_id, flow_id)
        );
        select platform.protect('chat.chatflows');

        create table chat.assignments (
            tenant_id uuid not null,
            chatflow_id uuid not null,
            user_id uuid not null,
            is_active boolean not null,
            assigned_at timestamptz not null,
            assigned_by uuid not null,
            primary key (tenant_id, chatflow_id, user_id),
            foreign key (tenant_id, chatflow_id) references chat.chatflows (tenant_id, id) on delete cascade
        );
        create index assignments_by_user on chat.assignments (tenant_id, user_id) where is_active;
        select platform.protect('chat.assignments');
        """
    )
}
