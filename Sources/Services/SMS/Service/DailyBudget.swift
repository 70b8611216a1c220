import Postgres
import Values

extension Transaction {
    /// Takes one text message out of the day's budgets of its number, its school and the installation; the refusal, and
    /// nothing taken, when one of them is spent.
    ///
    /// Each statement locks the row it counts in until the transaction ends, so that the last message of a budget goes
    /// to one of those who want it at once. Always in the same order, so that nobody waits in a circle.
    func takeFromBudgets(for number: PhoneNumber, of tenant: TenantID, _ limits: TextLimits) throws -> TextRefusal? {
        do {
            try savepoint {
                try take(.numberBudget, of: "number", number.text, limit: limits.perNumber)
                try take(.tenantBudget, of: "tenant", tenant.description, limit: limits.perTenant)
                try take(.installationBudget, of: "installation", "", limit: limits.inAll)
            }
            return nil
        } catch let refusal as TextRefusal {
            return refusal
        }
    }

    private func take(_ refusal: TextRefusal, of scope: String, _ subject: String, limit: Int) throws {
        guard limit > 0 else { throw refusal }
        let taken = try execute(
            """
            insert into sms.daily_counts as counted (day, scope, subject, messages)
            values ((now() at time zone 'UTC')::date, \(scope), sha256(convert_to(\(subject), 'UTF8')), 1)
            on conflict (day, scope, subject) do update set messages = counted.messages + 1
            where counted.messages < \(limit)
            """
        )
        guard taken == 1 else { throw refusal }
    }
}
