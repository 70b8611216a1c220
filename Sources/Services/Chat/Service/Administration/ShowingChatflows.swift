import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension ChatService {
    /// What the school's administrators do with chatflows.
    var administrationOperations: [Operation] {
        [
            Operation(SyncChatflows.self, syncChatflows),
            Operation(ListAdministeredChatflows.self, listAdministeredChatflows),
            Operation(GetChatflowStatistics.self, showStatistics),
            Operation(GetAdministeredChatflow.self, showAdministeredChatflow),
            Operation(ListChatflowUsers.self, listChatflowUsers),
            Operation(AssignChatflow.self, assign),
            Operation(UnassignChatflow.self, unassign),
            Operation(AssignChatflowToMany.self, assignToMany),
            Operation(AddUsersByEmail.self, addUsersByEmail),
            Operation(AuditChatflowUsers.self, auditAssignments),
            Operation(CleanUpChatflowUsers.self, cleanUpAssignments),
            Operation(SyncUserByEmail.self, syncUserByEmail),
        ]
    }

    func listAdministeredChatflows(
        _ request: ListAdministeredChatflows,
        _ call: Call
    ) async throws -> [ChatflowDocument] {
        let rows: [ChatflowRow] = try await call.school.all(
            """
            select id, flow_id, name, description, deployed, is_public, category, type, api_key_id, configuration,
                created_date, updated_date, synced_at, sync_status, sync_error
            from chat.chatflows
            where \(request.includeDeleted == .yes) or sync_status <> 'deleted'
            order by name, flow_id
            limit 2000
            """
        )
        return rows.map(\.document)
    }

    func showAdministeredChatflow(
        _ request: GetAdministeredChatflow,
        _ call: Call
    ) async throws -> ChatflowDocument {
        let row: ChatflowRow? = try await call.school.first(
            """
            select id, flow_id, name, description, deployed, is_public, category, type, api_key_id, configuration,
                created_date, updated_date, synced_at, sync_status, sync_error
            from chat.chatflows
            where flow_id = \(request.flowiseID)
            """
        )
        guard let row else { throw AdministrationError.noSuchChatflow }
        return row.document
    }

    func showStatistics(
        _ request: GetChatflowStatistics,
        _ call: Call
    ) async throws -> GetChatflowStatistics.Response {
        let found: GetChatflowStatistics.Response? = try await call.school.first(
            """
            select count(*) as total, count(*) filter (where sync_status = 'active') as active,
                count(*) filter (where sync_status = 'deleted') as deleted,
                count(*) filter (where sync_status = 'error') as error, max(synced_at) as last_sync
            from chat.chatflows
            """
        )
        guard let found else { throw Problem.unavailable() }
        return found
    }
}

/// A chatflow as its row has it.
private struct ChatflowRow: Decodable, Sendable {
    let id: ChatflowRowID
    let flowID: String
    let name: String
    let description: String
    let deployed: Bool
    let isPublic: Bool
    let category: String?
    let type: String
    let apiKeyID: String?
    let configuration: JSON
    let createdDate: Date?
    let updatedDate: Date?
    let syncedAt: Date
    let syncStatus: String
    let syncError: String?

    var document: ChatflowDocument {
        ChatflowDocument(
            id: ChatDocumentID(id),
            flowiseID: flowID,
            name: name,
            description: description,
            deployed: deployed,
            isPublic: isPublic,
            category: category,
            type: type,
            apiKeyID: apiKeyID,
            configuration: configuration,
            createdDate: createdDate,
            updatedDate: updatedDate,
            syncedAt: syncedAt,
            syncStatus: syncStatus,
            syncError: syncError
        )
    }
}
