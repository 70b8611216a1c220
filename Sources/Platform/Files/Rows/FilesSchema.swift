package import Postgres

/// The schema `files`: whose files there are, what bytes they share, and how much room a school has used. Every service
/// keeps its files in it, in its own transactions.
package enum FilesSchema {
    package static let migrations = SchemaMigrations(
        schema: "files",
        migrations: [createFiles, createThumbnails, noteStrays],
        isShared: true
    )
}

extension FilesSchema {
    static let createFiles = Migration(
        1,
        "create_files",
        """
        -- Bytes in the store. One that is being removed is never taken up again: the same content gets another row and
        -- another place.
        create table objects (
            tenant_id uuid not null,
            id uuid not null,
            hash bytea not null check (length(hash) = 32),
            size bigint not null check (size > 0),
            state text not null default 'kept' check (state in ('kept', 'removing')),
            touched_at timestamptz not null default now(),
            -- When the store was last seen to hold it.
            seen_at timestamptz,
            primary key (tenant_id, id)
        );
        create unique index objects_by_content on objects (tenant_id, hash) where state = 'kept';
        create index objects_removing on objects (touched_at) where state = 'removing';

        -- What somebody sent, under the name they gave it. Pending until the service that took it has committed what it
        -- is for.
        create table files (
            tenant_id uuid not null,
            id uuid not null,
            object_id uuid not null,
            service text not null check (service ~ '^[a-z]{1,50}$'),
            owner_id uuid not null,
            name text not null check (length(name) between 1 and 255),
            media_type text not null check (length(media_type) <= 127),
            charset text check (length(charset) <= 40),
            state text not null default 'pending' check (state in ('pending', 'ready')),
            created_at timestamptz not null default now(),
            primary key (tenant_id, id),
            foreign key (tenant_id, object_id) references objects (tenant_id, id)
        );
        create index files_of_object on files (tenant_id, object_id);
        create index files_pending on files (created_at) where state = 'pending';

        -- The bytes of a school's objects that are kept; a quota of its own, or none.
        create table usage (
            tenant_id uuid primary key,
            bytes bigint not null default 0 check (bytes >= 0),
            quota bigint check (quota >= 0)
        );

        create view public_files with (security_invoker = true) as
        select files.tenant_id, files.id, files.service, files.owner_id, files.name, files.media_type, files.charset,
            files.created_at, files.object_id, objects.hash, objects.size
        from files join objects on objects.tenant_id = files.tenant_id and objects.id = files.object_id
        where files.state = 'ready';

        select platform.protect('objects');
        select platform.protect('files');
        select platform.protect('usage');
        """
    )
}
