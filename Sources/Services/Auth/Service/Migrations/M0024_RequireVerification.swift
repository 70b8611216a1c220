import Postgres

extension Migration {
    /// Whether a school lets in only people whose e-mail address or phone number is confirmed.
    static let requireVerification = Migration(
        24,
        "require verification",
        "alter table auth.tenants add column verification_required boolean not null default false;"
    )
}
