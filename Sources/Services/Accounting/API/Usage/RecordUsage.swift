package import Access
package import Endpoints
package import FoundationEssentials
import HTTPTypes
package import Values

/// Records what the caller says to have used. Nothing is charged, and what is recorded this way counts in the caller's
/// own statistics only: the school's are made of what the platform itself charged.
package struct RecordUsage: Endpoint {
    package static let route = Route.post(
        "/api/usage/record",
        "Records what the caller says to have used.",
        dialect: .accounting,
        success: .created
    )
    package static let access = Access.signedIn
    package static let unknownNames = UnknownNames.ignored

    package var service: Line<50>
    package var operation: Line<100>
    package var credits: WholeCreditsOrNone
    /// At most 4 KB.
    package var metadata: [String: JSON]?

    package init(
        service: Line<50>,
        operation: Line<100>,
        credits: WholeCreditsOrNone,
        metadata: [String: JSON]? = nil
    ) { (self.service, self.operation, self.credits, self.metadata) = (service, operation, credits, metadata) }

    package struct Response: Codable, Sendable {
        package var id: Int
        package var service: String
        package var operation: String
        package var credits: Int
        package var timestamp: Date

        package init(id: Int, service: String, operation: String, credits: Int, timestamp: Date) {
            (self.id, self.service, self.operation) = (id, service, operation)
            (self.credits, self.timestamp) = (credits, timestamp)
        }
    }
}
