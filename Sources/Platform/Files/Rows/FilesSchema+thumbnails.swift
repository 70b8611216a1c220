import Postgres

extension FilesSchema {
    /// Thumbnails are small, wanted again and again, and gone with their object: rows.
    static let createThumbnails = Migration(
        2,
        "create_thumbnails",
        """
        create table thumbnails (
            tenant_id uuid not null,
            object_id uuid not null,
            side integer not null check (side between 1 and 1024),
            media_type text,
            bytes bytea check (length(bytes) <= 2097152),
            -- Why there is none, so that a hostile image is opened once and not for everybody who looks.
            refusal text check (length(refusal) <= 200),
            primary key (tenant_id, object_id, side),
            foreign key (tenant_id, object_id) references objects (tenant_id, id) on delete cascade,
            check ((refusal is null) = (bytes is not null)),
            check ((bytes is null) = (media_type is null))
        );
        select platform.protect('thumbnails');
        """
    )
}
