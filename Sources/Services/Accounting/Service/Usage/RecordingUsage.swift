import Access
import AccountingAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AccountingService {
    /// How much metadata a record may carry.
    private static let largestMetadata = 4096

    func record(_ request: RecordUsage, _ call: Call) async throws -> RecordUsage.Response {
        struct Recorded: Decodable {
            let number: Int
            let at: Date
        }
        let caller = try call.caller
        let metadata = try JSONWriter().bytes(request.metadata ?? [:])
        guard metadata.count <= Self.largestMetadata else { throw AccountingError.metadataTooLarge }
        return try await call.write { transaction in
            let recorded = try transaction.first(
                """
                insert into accounting.usage_records (
                    tenant_id, user_id, service, operation, credits, metadata, source)
                values (\(caller.tenantID), \(caller.userID), \(request.service), \(request.operation),
                    \(request.credits.microCredits.micro), \(JSONText(metadata)), 'user')
                returning number, at
                """,
                as: Recorded.self
            )
            guard let recorded else { throw Problem.unavailable() }
            return .init(
                id: recorded.number,
                service: request.service.text,
                operation: request.operation.text,
                credits: request.credits.value,
                timestamp: recorded.at
            )
        }
    }
}
