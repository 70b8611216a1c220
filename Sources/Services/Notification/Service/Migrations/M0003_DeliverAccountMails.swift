import Postgres

extension Migration {
    /// Mails about accounts, some of them to people who have none yet.
    static let deliverAccountMails = Migration(
        3,
        "deliver account mails",
        """
        -- squawk-ignore ban-drop-not-null
        alter table notification.deliveries alter column user_id drop not null;
        -- squawk-ignore ban-drop-constraint
        alter table notification.deliveries drop constraint deliveries_kind_check;
        alter table notification.deliveries add constraint deliveries_kind_check check (
            kind in ('enrollment', 'certificate', 'verification', 'password_reset', 'invitation', 'security')
        ) not valid;
        -- squawk-ignore constraint-missing-not-valid
        alter table notification.deliveries validate constraint deliveries_kind_check;
        """
    )
}
