package import FoundationEssentials
package import Values

/// A delivery or a job that failed too often, or can never succeed, and waits for an operator.
package struct ParkedItem: Codable, Sendable, Identifiable {
    package let id: ID
    /// The event or the type of job.
    package let name: String
    package let attempts: Int
    /// The type of the last error; never data.
    package let lastError: String?
    /// When the event happened or the job was enqueued.
    package let createdAt: Date

    /// Which one: `job/<tenant>/<job>` or `delivery/<tenant>/<event>/<consumer>`.
    package struct ID: Hashable, Sendable, LosslessStringConvertible, Codable {
        package let tenant: TenantID
        let item: Item

        enum Item: Hashable, Sendable {
            case job(JobID)
            case delivery(EventID, consumer: String)
        }

        init(_ item: Item, of tenant: TenantID) { (self.tenant, self.item) = (tenant, item) }

        package init?(_ description: String) {
            let parts = description.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
            guard parts.count >= 3, let tenant = TenantID(String(parts[1])) else { return nil }
            switch (parts[0], parts.count) {
            case ("job", 3):
                guard let job = JobID(String(parts[2])) else { return nil }
                self.init(.job(job), of: tenant)
            case ("delivery", 4):
                guard let event = EventID(String(parts[2])) else { return nil }
                self.init(.delivery(event, consumer: String(parts[3])), of: tenant)
            default: return nil
            }
        }

        package var description: String {
            switch item {
            case .job(let job): "job/\(tenant)/\(job)"
            case .delivery(let event, let consumer): "delivery/\(tenant)/\(event)/\(consumer)"
            }
        }

        package init(from decoder: any Decoder) throws {
            let text = try decoder.singleValueContainer().decode(String.self)
            guard let id = Self(text) else { throw InvalidValue("must name a parked item", at: decoder.codingPath) }
            self = id
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.singleValueContainer()
            try container.encode(description)
        }
    }
}
