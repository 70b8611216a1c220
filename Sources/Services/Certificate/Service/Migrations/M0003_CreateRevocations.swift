import Postgres

extension Migration {
    /// Who declared a certificate void and why; kept when it is reinstated. At most one is in force.
    static let createRevocations = Migration(
        3,
        "create revocations",
        """
        create table certificate.revocations (
            tenant_id uuid not null,
            id uuid not null,
            certificate_id uuid not null,
            reason text not null check (char_length(reason) between 1 and 500),
            revoked_by uuid not null,
            revoked_at timestamptz not null default now(),
            reinstated_by uuid,
            reinstated_at timestamptz,
            primary key (tenant_id, id),
            foreign key (tenant_id, certificate_id) references certificate.certificates (tenant_id, id),
            check ((reinstated_by is null) = (reinstated_at is null))
        );
        create unique index revocations_in_force on certificate.revocations (tenant_id, certificate_id)
            where reinstated_at is null;
        select platform.protect('certificate.revocations');
        """
    )
}
