import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres

extension ChatService {
    /// What the service says of itself.
    var introductionOperations: [Operation] {
        [
            Operation(GetChatIntroduction.self) { _, _ in GetChatIntroduction.Response() },
            Operation(GetChatHealth.self) { _, call in await health(at: call.now) },
            Operation(GetCollectionsStatus.self) { _, call in
                GetCollectionsStatus.Response(await health(at: call.now), setUpAt: setUpAt)
            },
            Operation(GetChatInformation.self) { _, _ in
                GetChatInformation.Response(hasFlowise: parts.flowise != nil)
            },
            Operation(GetChatDocument.self) { _, _ in try documentation.document(of: self) },
            Operation(ShowChatDocumentation.self) { _, _ in try documentation.page(of: self) },
        ]
    }

    /// Anybody may ask this often: it reads names and statistics, no rows.
    private func health(at now: Date) async -> ChatHealth {
        let tables: [KnownTable]
        do {
            tables = try await parts.database.platform(reason: "say which tables there are").all(
                """
                select spaces.nspname as schema, tables.relname as name, tables.reltuples::float8 as estimate
                from pg_catalog.pg_class tables
                join pg_catalog.pg_namespace spaces on spaces.oid = tables.relnamespace
                where (spaces.nspname = 'chat' and tables.relkind = 'r')
                    or (spaces.nspname = 'auth' and tables.relname in ('public_people', 'sessions'))
                """
            )
        } catch {
            return ChatHealth(failing: "The database is away.", at: now)
        }
        func has(_ schema: String, _ name: String) -> Bool {
            tables.contains { $0.schema == schema && $0.name == name }
        }
        let uploads = tables.first { $0.schema == "chat" && $0.name == "uploads" }
        return ChatHealth(
            collections: [
                "users": has("auth", "public_people"), "refresh_tokens": has("auth", "sessions"),
                "chatflows": has("chat", "chatflows"), "user_chatflows": has("chat", "assignments"),
                "chat_sessions": has("chat", "sessions"), "chat_messages": has("chat", "turns"),
                "file_uploads": has("chat", "uploads"),
            ],
            tables: tables.count { $0.schema == "chat" },
            files: Int(max(0, uploads?.estimate ?? 0)),
            at: now
        )
    }
}

/// A table or view with about how many rows it has; -1 when nobody has counted yet.
private struct KnownTable: Decodable, Sendable {
    let schema: String
    let name: String
    let estimate: Double
}
