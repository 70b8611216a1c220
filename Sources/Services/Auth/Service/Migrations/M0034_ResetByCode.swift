import Postgres

extension Migration {
    /// Lets a code be for choosing a new password too. What the old check let in, the new one lets in: no row needs to
    /// be looked at again, and no write waits for that.
    static let resetByCode = Migration(
        34,
        "reset by code",
        """
        -- squawk-ignore ban-drop-constraint
        alter table auth.codes drop constraint codes_purpose_check;
        alter table auth.codes add constraint codes_purpose_check
            check (purpose in ('sign_in', 'verify_phone', 'verify_email', 'reset_password')) not valid;
        """
    )
}
