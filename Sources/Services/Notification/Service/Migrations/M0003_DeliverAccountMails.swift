import Postgres

extension Migration {
    /// Mails about accounts, some of them to people who have none yet.
    static let deliverAccountMails = Migration(
        3,
        "deliver account mails",
        """
        alter table notification.deliveries alter column user_id drop not null;
        alter table notification.deliveries drop constraint deliveries_kind_check;
        alter table notification.deliveries add constraint deliveries_kind_check check (
            kind in ('enrollment', 'certificate', 'verification', 'password_reset', 'invitation', 'security')
        ) not valid;
        alter table notification.deliveries validate constraint deliveries_kind_check;
        """
    )
}
