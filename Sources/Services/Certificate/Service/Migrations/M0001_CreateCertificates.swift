import Postgres

extension Migration {
    /// Certificates with the names and colours of the day they were issued; one for each learner and course.
    static let createCertificates = Migration(
        1,
        "create certificates",
        """
        create table certificate.certificates (
            tenant_id uuid not null,
            id uuid not null,
            course_id uuid not null,
            user_id uuid not null,
            learner_name text not null,
            course_title text not null,
            school_name text not null,
            subdomain text not null,
            primary_color text not null,
            accent_color text not null,
            serial text not null,
            code text not null check (code ~ '^[0-9A-HJKMNP-TV-Z]{28}$'),
            completed_at timestamptz not null,
            issued_at timestamptz not null default now(),
            primary key (tenant_id, id),
            unique (tenant_id, user_id, course_id),
            unique (tenant_id, serial),
            unique (tenant_id, code)
        );
        create index certificates_by_age on certificate.certificates (tenant_id, issued_at desc, id desc);
        create index certificates_by_course on certificate.certificates (tenant_id, course_id, issued_at desc);
        select platform.protect('certificate.certificates');
        """
    )
}
