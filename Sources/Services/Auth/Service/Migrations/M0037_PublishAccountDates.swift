import Postgres

extension Migration {
    /// When accounts were made and last changed, for other services.
    static let publishAccountDates = Migration(
        37,
        "publish account dates",
        """
        create or replace view auth.public_people with (security_invoker = true, security_barrier = true) as
        select tenant_id, id, name, email, phone_number, role, status, locale, username, folded_username, short_id,
            created_at, coalesce(updated_at, created_at) as updated_at
        from auth.users;
        """
    )
}
