import Postgres

extension Migration {
    /// By phone number, to sign in with a code; by id alone, as a code is confirmed by somebody who names no school.
    static let findUsers = Migration(
        23,
        "find users by phone number and id",
        """
        create index users_by_phone_number on auth.users (tenant_id, phone_number) where phone_number is not null;
        create index users_by_id on auth.users (id);
        """
    )
}
